import { maybePublicStatements, publicStatements } from '../evaluate/public-policy.ts';
import type { Layer } from '../evidence/layers.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import { code, list } from '../policy/words.ts';
import { fittingActions } from './action-fits.ts';
import { type ReachPart, type ReachVerb, reachParts, widenedStatements } from './reach-parts.ts';
import { joined } from './words.ts';

/** What a change lets through beside what was asked for, in one line: every part of its reach, and whether it becomes public. */
export function reachOf(layer: Layer, before: PolicyDocument | null, after: PolicyDocument): string {
  const parts = reachParts(before, after);
  const said = parts.map((part) => WORDS[part.does](part, parts));
  const words = parts.length === 0 ? 'allows nothing new' : joined(said, 'and');
  const whole = parts.length > 0 && parts.every(isExact) ? `${words}, nothing else` : words;
  return SPEAKS_OF_PUBLIC.has(layer) ? `${whole}; the policy ${publicWords(layer, before, after)}` : whole;
}

const SPEAKS_OF_PUBLIC: ReadonlySet<Layer> = new Set(['bucketPolicy', 'accessPointPolicy']);
const CAN_BE_PUBLIC: ReadonlySet<Layer> = new Set(['bucketPolicy', 'accessPointPolicy', 'keyPolicy']);

/** A statement that lets in the public, or may for S3, lets in more than before, or there is one more of them. */
export function becomesPublic(layer: Layer, before: PolicyDocument | null, after: PolicyDocument): boolean {
  if (!CAN_BE_PUBLIC.has(layer)) return false;
  const widened = new Set(widenedStatements(before, after).map(({ index }) => index));
  return [...publicOf(layer, after), ...maybePublicOf(layer, after)].some(({ index }) => widened.has(index));
}

function publicWords(layer: Layer, before: PolicyDocument | null, after: PolicyDocument): string {
  if (publicOf(layer, after).length > 0) return 'stays public, as it was';
  if (maybePublicOf(layer, after).length > 0) return 'is public or not for S3, as it was';
  return before !== null && publicOf(layer, before).length > 0 ? 'is no longer public' : 'does not become public';
}

const kindOf = (layer: Layer) => (layer === 'accessPointPolicy' ? 'accessPoint' : 'bucket');
const publicOf = (layer: Layer, document: PolicyDocument) => publicStatements(document, kindOf(layer));
const maybePublicOf = (layer: Layer, document: PolicyDocument) => maybePublicStatements(document, kindOf(layer));

/** Nothing stands for more than itself. */
function isExact({ does, action, resource, conditions }: ReachPart): boolean {
  if (does !== 'allows' || action === null || resource === null) return false;
  const callers = conditions.flatMap(({ key, values }) => (NAMES_CALLERS.test(key) ? values : []));
  return [...action, ...resource, ...callers].every((value) => !/[*?]/.test(value.replace(/\$\{[*?]\}/g, '')));
}

type Words = (part: ReachPart, all: readonly ReachPart[]) => string;

const WORDS: Record<ReachVerb, Words> = {
  allows: (part) => `allows ${spokenActs(part)}${to(part)}${under(part)}`,
  denies: (part) => `denies ${spokenActs(part)}${to(part)}${under(part)}`,
  stopsAllowing: (part, all) => {
    const { principal } = part;
    const isReplaced = all.some(
      (other) => other.does === 'allows' && actsOf(other) === actsOf(part) && other.principal !== null,
    );
    if (isReplaced && principal !== null) return `no longer to ${isEveryone(part) ? 'everyone' : list(principal)}`;
    return `no longer allows ${spokenActs(part)}${to(part)}`;
  },
  stopsDenying: (part) => {
    const caller = part.conditions.at(-1);
    if (
      caller !== undefined &&
      NAMES_CALLERS.test(caller.key) &&
      /^(?:Arn|String)(?:Equals|Like)$/.test(caller.operator)
    )
      return `${list(caller.values)} is no longer denied ${spokenActs(part)}`;
    if (part.principal === null || isEveryone(part))
      return `${spokenResources(part)} is no longer denied ${spokenActions(part)}`;
    return `${list(part.principal)} is no longer denied ${spokenActs(part)}`;
  },
};

const NAMES_CALLERS = /^aws:Principal(?:Arn|ServiceName)$/i;

const isEveryone = ({ principal }: ReachPart) => principal?.includes('*') === true;

function to(part: ReachPart): string {
  if (part.principal === null) return '';
  if (!isEveryone(part)) return ` to ${list(part.principal)}`;
  return part.conditions.length === 0 ? ' to everyone' : ' to everyone its condition lets in';
}

function under(part: ReachPart): string {
  if (part.conditions.length === 0 || isEveryone(part)) return '';
  const [only, ...others] = part.conditions;
  if (only !== undefined && others.length === 0 && NAMES_CALLERS.test(only.key) && only.operator === 'ArnLike')
    return `, where ${code(only.key)} is like ${list(only.values)}`;
  return ` under its condition on ${list([...new Set(part.conditions.map(({ key }) => key))])}`;
}

/** Of the actions that are named, those that can work on such resources. */
function working({ action, resource }: ReachPart): readonly string[] | null {
  if (action === null || resource === null) return action;
  const fitting = action.filter((pattern) => resource.some((one) => fittingActions([pattern], one).length > 0));
  return fitting.length === 0 ? action : fitting;
}

function spokenActions(part: ReachPart): string {
  const actions = working(part);
  return actions !== null ? list(actions) : `every action but ${list(part.notAction ?? [])}`;
}

const spokenResources = ({ resource, notResource }: ReachPart) =>
  resource !== null ? list(resource) : `every resource but ${list(notResource ?? [])}`;

const spokenActs = (part: ReachPart) => `${spokenActions(part)} on ${spokenResources(part)}`;
const actsOf = ({ action, resource }: ReachPart) => JSON.stringify([action, resource]);
