import { ACTIONS, CONDITION_KEYS, KEY_SETS, RESOURCE_TYPES } from './generated/service-authorization.ts';
import { compilePatternIgnoringCase, wildcards } from './match-pattern.ts';

/** A kind of resource that an action works on, e.g. `bucket`: `arn:*:s3:::*`. */
export interface ResourceType {
  readonly name: string;
  /** The ARN with `*` where names, accounts and regions stand. */
  readonly arn: string;
  /** AWS requires the action's statement to name such a resource. */
  readonly required: boolean;
  /** Keys that exist because of the resource, e.g. `s3:AccessPointNetworkOrigin`. */
  readonly conditionKeys: readonly string[];
}

export type ConditionKeyType = 'String' | 'ARN' | 'Bool' | 'Date' | 'Numeric';

interface Action {
  readonly resourceTypes: readonly ResourceType[];
  readonly conditionKeys: readonly string[];
}

const keySet = (number: number): string[] => KEY_SETS[number]?.split(' ').filter((key) => key !== '') ?? [];

const TYPES: ReadonlyMap<string, Omit<ResourceType, 'required'>> = new Map(
  RESOURCE_TYPES.map(([type, arn, keys]) => [
    type,
    { name: type.slice(type.indexOf(':') + 1), arn, conditionKeys: keySet(keys) },
  ]),
);

const ROWS = new Map(ACTIONS.map((row) => [row[0].toLowerCase(), row]));
const READ = new Map<string, Action>();

function findAction(action: string): Action | undefined {
  const name = action.toLowerCase();
  const read = READ.get(name);
  const row = ROWS.get(name);
  if (read !== undefined || row === undefined) return read;
  const service = row[0].slice(0, row[0].indexOf(':'));
  const resourceTypes = row[1].split(' ').flatMap((text): ResourceType[] => {
    const required = text.endsWith('!');
    const type = TYPES.get(`${service}:${required ? text.slice(0, -1) : text}`);
    return type === undefined ? [] : [{ ...type, required }];
  });
  const found: Action = { resourceTypes, conditionKeys: keySet(row[2]) };
  READ.set(name, found);
  return found;
}

const SERVICES: ReadonlySet<string> = new Set(ACTIONS.map(([action]) => action.slice(0, action.indexOf(':'))));

/** Whether the data cover the service of an action, a condition key, or a pattern of either. */
export const isCoveredService = (name: string): boolean => SERVICES.has(name.slice(0, name.indexOf(':')).toLowerCase());

/** Whether AWS has such an action; case is ignored. Undefined for services that the data do not cover. */
export function isKnownAction(action: string): boolean | undefined {
  return isCoveredService(action) ? ROWS.has(action.toLowerCase()) : undefined;
}

/** The kinds of resource an action works on; none if it has no resource (`Resource` must then be `*`) or is unknown. */
export const resourceTypesFor = (action: string): readonly ResourceType[] => findAction(action)?.resourceTypes ?? [];

/**
 * The service's condition keys that AWS lists for an action and for its resource types, as AWS spells them, with `*` for
 * tag keys and the like. Global keys are not among them, save those that depend on the resource.
 */
export function conditionKeysFor(action: string): readonly string[] {
  const found = findAction(action);
  if (found === undefined) return [];
  return [...new Set([...found.conditionKeys, ...found.resourceTypes.flatMap((type) => type.conditionKeys)])];
}

/** Whether AWS lists a key (case ignored) for an action. Undefined where the data cannot say: global keys, other services. */
export function actionHasConditionKey(action: string, key: string): boolean | undefined {
  const found = findAction(action);
  const name = key.toLowerCase();
  const listed = conditionKeysFor(action).some((pattern) => keyMatcher(pattern)(name));
  if (listed) return true;
  return found === undefined || name.startsWith('aws:') ? undefined : false;
}

/** The actions of the covered services that a pattern such as `s3:Get*` stands for, as AWS spells them. */
export function expandAction(pattern: string): readonly string[] {
  const matches = compilePatternIgnoringCase(wildcards(pattern));
  return ACTIONS.flatMap(([action]) => (matches(action) ? [action] : []));
}

const EXACT_KEYS = new Map(CONDITION_KEYS.map(([key, type]) => [key.toLowerCase(), type]));
const KEY_FAMILIES = CONDITION_KEYS.filter(([key]) => key.includes('*'));
const MATCHERS = new Map<string, (name: string) => boolean>();

function keyMatcher(pattern: string): (name: string) => boolean {
  const matcher = MATCHERS.get(pattern) ?? compilePatternIgnoringCase(wildcards(pattern));
  MATCHERS.set(pattern, matcher);
  return matcher;
}

/** What AWS says a service's condition key holds; undefined for keys that the data do not list. */
export function conditionKeyType(key: string): { type: ConditionKeyType; multiValued: boolean } | undefined {
  const name = key.toLowerCase();
  const type = EXACT_KEYS.get(name) ?? KEY_FAMILIES.find(([pattern]) => keyMatcher(pattern)(name))?.[1];
  if (type === undefined) return undefined;
  const multiValued = type.startsWith('ArrayOf');
  const single = multiValued ? type.slice('ArrayOf'.length) : type;
  return { type: TYPE_NAMES.find((known) => known === single) ?? 'String', multiValued };
}

const TYPE_NAMES: readonly ConditionKeyType[] = ['String', 'ARN', 'Bool', 'Date', 'Numeric'];
