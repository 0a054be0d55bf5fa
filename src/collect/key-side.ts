import type { ObjectHead } from '../evidence/bucket-settings.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { absent, found, notTold, type Reading } from '../evidence/reading.ts';
import { parseArn } from '../request/arn.ts';
import { carried } from '../request/carried.ts';
import type { KmsRequestTemplate } from '../request/requests-of.ts';
import type { S3Call } from '../request/s3-call.ts';
import type { BucketEncryption } from './bucket-encryption.ts';
import type { CollectSession } from './collect-session.ts';
import { findKey, type KeyPlace, type KeyQuestion, readKeyPolicy } from './key-policy.ts';
import { type OrganizationPlace, readOrganization } from './organization.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { tracked } from './progress.ts';
import { readResourceControlPolicies } from './resource-control-policies.ts';

/** A KMS key that a call needs, with the layers of the key's account. */
export interface KeySide {
  readonly key: KeyPlace;
  readonly layers: Pick<Evidence, 'keyPolicy' | 'resourceControlPolicies'>;
  readonly organization: Reading<OrganizationPlace>;
}

export interface KeyAnswer {
  /** Absent: no KMS key is needed, as far as the bucket's default tells. */
  readonly side: Reading<KeySide>;
  readonly note?: string;
}

/** The key that a request for an object needs: the one named in the call, else the bucket's default. */
export async function readKeySide(
  session: CollectSession,
  call: S3Call,
  template: KmsRequestTemplate,
  bucket: OwnedBucket,
  { encryption, head }: EncryptionReadings,
  callerAccount: string | undefined,
): Promise<KeyAnswer> {
  const named = template.keyOf === 'newObject' ? keyInCall(call, bucket, callerAccount) : undefined;
  const wanted =
    named ?? keySaid(call, template) ?? keyByHead(bucket, head) ?? keyByDefault(template, bucket, encryption, head);
  if (wanted.question.kind !== 'found') return { side: wanted.question, ...wanted.note };
  const key = await findKey(session, wanted.question.value);
  if (key.kind !== 'found') return { side: key, ...wanted.note };
  const place = key.value;
  const organization = readOrganization(session, place.account, bucket.partition);
  const [keyPolicy, resourceControlPolicies] = await Promise.all([
    tracked(session, 'keyPolicy', readKeyPolicy(session, place)),
    organization.then((of) => readResourceControlPolicies(session, place.account, bucket.partition, of)),
  ]);
  const layers = { keyPolicy, resourceControlPolicies };
  return { side: found({ key: place, layers, organization: await organization }), ...wanted.note };
}

export interface EncryptionReadings {
  /** The bucket's default. */
  readonly encryption: Reading<BucketEncryption>;
  /** The object's own; undefined where it was not looked at. */
  readonly head: Reading<ObjectHead> | undefined;
}

interface Wanted {
  readonly question: Reading<KeyQuestion>;
  readonly note?: { readonly note: string };
}

const none: Wanted = { question: absent };
const AWS_MANAGED = 'alias/aws/s3';

/** An alias in a header, and the AWS managed key, are of the account that asks. */
function keyInCall(call: S3Call, bucket: OwnedBucket, callerAccount: string | undefined): Wanted | undefined {
  const algorithm = carried(call, 's3:x-amz-server-side-encryption')?.[0];
  if (algorithm === undefined) return undefined;
  if (!algorithm.startsWith('aws:kms')) return none;
  const key = carried(call, 's3:x-amz-server-side-encryption-aws-kms-key-id')?.[0] ?? AWS_MANAGED;
  if (callerAccount === undefined) {
    const what = 'a request that is not signed by an account cannot use a KMS key';
    return { question: notTold('kms:DescribeKey', { what, say: 'sign the request' }) };
  }
  return { question: found({ key, account: callerAccount, region: bucket.region }) };
}

/** The key that AWS's sentence is about: of a call whose denial was of KMS it is the one that counts. */
function keySaid({ kmsKey }: S3Call, { of }: KmsRequestTemplate): Wanted | undefined {
  const arn = kmsKey === undefined || of === 'copySource' ? undefined : parseArn(kmsKey);
  if (kmsKey === undefined || arn === undefined) return undefined;
  const { account, region } = arn;
  return {
    question: found({ key: kmsKey, account, region }),
    note: { note: `The key is the one that AWS's sentence names, \`${kmsKey}\`.` },
  };
}

/** What the object itself says, where it could be looked at. */
function keyByHead(bucket: OwnedBucket, head: Reading<ObjectHead> | undefined): Wanted | undefined {
  if (head?.kind !== 'found') return undefined;
  const { encryption, key = AWS_MANAGED } = head.value;
  if (!encryption.startsWith('aws:kms')) {
    return { ...none, note: { note: `The object itself is encrypted with ${encryption}: it needs no KMS key.` } };
  }
  const { account, region } = bucket;
  return { question: found({ key, account, region }), note: { note: `The key is the object's own, \`${key}\`.` } };
}

const AS_BY_DEFAULT = "Taken for granted: the object is encrypted as the bucket's default says.";

const byDefault = (head: Reading<ObjectHead> | undefined) => ({
  note:
    head?.kind === 'unreadable'
      ? `${AS_BY_DEFAULT} The object itself could not be looked at: ${head.because}.`
      : AS_BY_DEFAULT,
});

function keyByDefault(
  { keyOf }: KmsRequestTemplate,
  bucket: OwnedBucket,
  encryption: Reading<BucketEncryption>,
  head: Reading<ObjectHead> | undefined,
): Wanted {
  if (encryption.kind === 'unreadable') return { question: encryption };
  const note = keyOf === 'newObject' ? {} : { note: byDefault(head) };
  if (encryption.kind === 'absent' || !encryption.value.algorithm.startsWith('aws:kms')) return { ...none, ...note };
  const key = encryption.value.key ?? AWS_MANAGED;
  return { question: found({ key, account: bucket.account, region: bucket.region }), ...note };
}
