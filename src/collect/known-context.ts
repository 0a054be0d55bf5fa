import type { BucketSettings } from '../evidence/bucket-settings.ts';
import type { Reading } from '../evidence/reading.ts';
import { type ConditionContext, type ContextValue, contextValue } from '../request/condition-context.ts';
import { type AskedFacts, NOTHING_ASKED } from './asked-facts.ts';
import type { Caller } from './caller.ts';
import type { OrganizationPlace } from './organization.ts';

/** What was read that the request context holds. */
export interface ContextFacts {
  readonly caller: Caller;
  readonly callerOrganization: Reading<OrganizationPlace>;
  readonly resourceOrganization: Reading<OrganizationPlace>;
  /** Of the object or the key, as far as a policy asks about it. */
  readonly asked?: AskedFacts;
  /** Of the bucket that is addressed by its name. */
  readonly settings?: BucketSettings;
}

const ABSENT: ContextValue = { kind: 'absent' };
const known = (value: string): ContextValue => ({ kind: 'known', values: [value] });

/**
 * The request context with what the reads told of caller and resource: ids, tags, organizations. What was said of the call
 * stays as it was said. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function knownContext(context: ConditionContext, facts: ContextFacts): ConditionContext {
  const keys = new Map(context.keys);
  const families = [...(context.absentFamilies ?? [])];
  const { keys: asked, absentFamilies } = facts.asked ?? NOTHING_ASKED;
  families.push(...absentFamilies);
  for (const [name, value] of [...factsOf(facts), ...asked]) {
    if (contextValue(context, name).kind === 'unknown') keys.set(name, value);
  }
  // Tags of a bucket count only while attribute-based access control is on; then all of them are known, or none.
  if (facts.settings !== undefined && tagsOf(facts.settings) !== undefined) families.push(...BUCKET_TAGS);
  // A session may bring tags of its own; a user signs with what IAM knows of it.
  if (facts.caller.principal.kind === 'user' && facts.caller.tags !== undefined) families.push('aws:principaltag/');
  return { ...context, keys, absentFamilies: families };
}

function factsOf({
  caller,
  callerOrganization,
  resourceOrganization,
  settings,
}: ContextFacts): readonly [string, ContextValue][] {
  const { principal, tags = {}, uniqueId } = caller;
  const facts = Object.entries(tags).map(([tag, value]): [string, ContextValue] => [
    `aws:principaltag/${tag.toLowerCase()}`,
    known(value),
  ]);
  if (uniqueId !== undefined && principal.kind === 'user') facts.push(['aws:userid', known(uniqueId)]);
  if (uniqueId !== undefined && principal.kind === 'role' && principal.sessionArn !== undefined) {
    const session = principal.sessionArn.slice(principal.sessionArn.lastIndexOf('/') + 1);
    facts.push(['aws:userid', known(`${uniqueId}:${session}`)]);
  }
  if ('account' in principal) {
    facts.push(...organizationFacts(callerOrganization, 'aws:principalorgid', 'aws:principalorgpaths'));
  }
  facts.push(...organizationFacts(resourceOrganization, 'aws:resourceorgid', 'aws:resourceorgpaths'));
  for (const [tag, value] of Object.entries(settings === undefined ? {} : (tagsOf(settings) ?? {}))) {
    facts.push(...BUCKET_TAGS.map((family): [string, ContextValue] => [`${family}${tag.toLowerCase()}`, known(value)]));
  }
  return facts;
}

/** The bucket's tags as far as they count: none while attribute-based access control is off. Undefined: not known. */
function tagsOf({ abac, tags }: BucketSettings): Readonly<Record<string, string>> | undefined {
  if (abac.kind !== 'found') return undefined;
  if (abac.value === 'Disabled' || tags.kind === 'absent') return {};
  return tags.kind === 'found' ? tags.value : undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html */
const BUCKET_TAGS = ['aws:resourcetag/', 's3:buckettag/'];

function organizationFacts(place: Reading<OrganizationPlace>, id: string, paths: string): [string, ContextValue][] {
  switch (place.kind) {
    case 'unreadable':
      return [];
    case 'absent':
      return [
        [id, ABSENT],
        [paths, ABSENT],
      ];
    case 'found': {
      const { organization, levels } = place.value;
      const facts: [string, ContextValue][] = [[id, known(organization.id)]];
      if (levels.kind === 'found') {
        // The last level is the account itself, which the path leaves out.
        const targets = levels.value.slice(0, -1).map(({ target }) => target);
        facts.push([paths, known(`${[organization.id, ...targets].join('/')}/`)]);
      }
      return facts;
    }
  }
}
