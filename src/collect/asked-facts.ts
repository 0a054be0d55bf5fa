import type { BucketSettings } from '../evidence/bucket-settings.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Reading, Unreadable } from '../evidence/reading.ts';
import { testedKeys } from '../evidence/tested-keys.ts';
import { actionHasConditionKey } from '../policy/service-actions.ts';
import type { ContextValue } from '../request/condition-context.ts';
import type { S3RequestTemplate } from '../request/requests-of.ts';
import type { CollectSession } from './collect-session.ts';
import { readKeyAliases } from './key-aliases.ts';
import type { KeyPlace } from './key-policy.ts';
import { readKeyTags } from './key-tags.ts';
import { readObjectTags } from './object-tags.ts';
import type { OwnedBucket } from './owned-bucket.ts';

/** What the request context holds of a resource, and is read only where a policy asks about it. */
export interface AskedFacts {
  readonly keys: readonly (readonly [name: string, value: ContextValue])[];
  /** Beginnings of keys of which none is there but those in `keys`. */
  readonly absentFamilies: readonly string[];
  /** What of it could not be read, as sentences. */
  readonly notes: readonly string[];
}

export const NOTHING_ASKED: AskedFacts = { keys: [], absentFamilies: [], notes: [] };
const OBJECT_TAG = 's3:existingobjecttag/';
const BUCKET_TAGS = ['s3:buckettag/', 'aws:resourcetag/'];
const RESOURCE_TAG = 'aws:resourcetag/';
const ALIASES = 'kms:resourcealiases';

const asks = (evidence: Evidence, beginning: string) =>
  [...testedKeys(evidence)].some((key) => key.startsWith(beginning));

/** The tags of the object, for an action that they count for: https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html */
export async function objectFacts(
  session: CollectSession,
  bucket: OwnedBucket | Unreadable,
  { action, key, versionId }: S3RequestTemplate,
  evidence: Evidence,
): Promise<AskedFacts> {
  // Those of another version take another permission.
  if ('kind' in bucket || key === undefined || versionId !== undefined) return NOTHING_ASKED;
  const counts = actionHasConditionKey(action, `${OBJECT_TAG}any`) === true;
  if (!counts || !asks(evidence, OBJECT_TAG)) return NOTHING_ASKED;
  return tagFacts(OBJECT_TAG, 'the tags of the object', await readObjectTags(session, bucket, key));
}

/** Of the bucket's tags, which are read with its settings, that they could not be. */
export function unreadBucketTags({ abac, tags }: BucketSettings, evidence: Evidence): readonly string[] {
  if (abac.kind === 'found' && abac.value === 'Disabled') return [];
  const unread = abac.kind === 'unreadable' ? abac : tags;
  if (unread.kind !== 'unreadable' || !BUCKET_TAGS.some((family) => asks(evidence, family))) return [];
  return [notRead('whether tags of the bucket count, and which it has', unread)];
}

/** The tags and aliases of a KMS key: https://docs.aws.amazon.com/kms/latest/developerguide/abac.html */
export async function keyFacts(session: CollectSession, place: KeyPlace, evidence: Evidence): Promise<AskedFacts> {
  const [tags, aliases] = await Promise.all([
    asks(evidence, RESOURCE_TAG) ? readKeyTags(session, place) : undefined,
    asks(evidence, ALIASES) ? readKeyAliases(session, place) : undefined,
  ]);
  const tagged = tags === undefined ? NOTHING_ASKED : tagFacts(RESOURCE_TAG, 'the tags of the key', tags);
  switch (aliases?.kind) {
    case undefined:
    case 'absent':
      return tagged;
    case 'unreadable':
      return { ...tagged, notes: [...tagged.notes, notRead('the aliases of the key', aliases)] };
    case 'found': {
      const { value: values } = aliases;
      const value: ContextValue = values.length === 0 ? { kind: 'absent' } : { kind: 'known', values };
      return { ...tagged, keys: [...tagged.keys, [ALIASES, value]] };
    }
  }
}

/** All tags are known, or none. */
function tagFacts(family: string, what: string, tags: Reading<Readonly<Record<string, string>>>): AskedFacts {
  if (tags.kind === 'unreadable') return { ...NOTHING_ASKED, notes: [notRead(what, tags)] };
  if (tags.kind === 'absent') return NOTHING_ASKED;
  const keys = Object.entries(tags.value).map(([tag, value]): [string, ContextValue] => [
    `${family}${tag.toLowerCase()}`,
    { kind: 'known', values: [value] },
  ]);
  return { keys, absentFamilies: [family], notes: [] };
}

function notRead(what: string, { needs, account, because }: Unreadable): string {
  const where = account === undefined ? '' : ` in account ${account}`;
  return `Not read, though a policy asks about it: ${what}, which needs \`${needs}\`${where} (${because}).`;
}
