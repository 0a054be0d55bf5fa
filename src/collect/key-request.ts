import type { ObjectHead } from '../evidence/bucket-settings.ts';
import type { ObjectKeys } from '../evidence/call-facts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { absent, type Reading, type Unreadable } from '../evidence/reading.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { formatArn } from '../request/arn.ts';
import { carried } from '../request/carried.ts';
import { parseCopySource } from '../request/copy-source.ts';
import { ordinaryContext } from '../request/ordinary-context.ts';
import type { KmsRequestTemplate } from '../request/requests-of.ts';
import type { S3Call } from '../request/s3-call.ts';
import { keyFacts } from './asked-facts.ts';
import { ownedBucket } from './bucket-side.ts';
import type { CallReadings, CollectedPart } from './call-readings.ts';
import { type EncryptionReadings, readKeySide } from './key-side.ts';
import { knownContext } from './known-context.ts';
import { readObjectHead } from './object-head.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import { NO_BUCKET, organizationOf, unread } from './s3-request.ts';

/** The KMS request of a template, where the call needs a KMS key. */
export async function keyRequest(readings: CallReadings, template: KmsRequestTemplate): Promise<CollectedPart> {
  const { session, call, callerAccount } = readings;
  const side = await readings.sides[template.of];
  const bucket = ownedBucket(side.bucket);
  // Without the bucket nothing is settled anyway.
  if ('kind' in bucket) return { request: null, notes: [] };
  const [encryption, head] = await Promise.all([side.encryption(), headOf(readings, template, bucket)]);
  const { side: key, note } = await readKeySide(session, call, template, bucket, { encryption, head }, callerAccount);
  const callerSide = await readings.callerSide;
  const notes = note === undefined ? [] : [note];
  if (key.kind === 'absent') return { request: null, notes };
  const bucketKeyEnabled = encryption.kind === 'found' ? encryption.value.bucketKeyEnabled : false;
  const { context } = ordinaryContext(call, template, { at: session.at, region: bucket.region, bucketKeyEnabled });
  const { principal } = callerSide.caller;
  const common = { principal, action: template.action };
  const unsettled = (reason: Unreadable, resource: string): CollectedPart => {
    const request: AccessRequest = { ...common, resource, context };
    return { request: { request, evidence: keyUnread(reason) }, notes };
  };
  if (key.kind === 'unreadable') return unsettled(key, anyKeyOf(bucket));
  if (callerSide.unknown !== undefined) return unsettled(callerSide.unknown, key.value.key.arn);
  const { key: place, layers, organization } = key.value;
  const evidence: Evidence = {
    ...callerSide.layers,
    ...NO_BUCKET,
    ...layers,
    // S3 asks KMS itself: not by the way the caller came.
    vpcEndpointPolicy: absent,
    ...organizationOf(callerSide.organization, organization),
  };
  const asked = await keyFacts(session, place, evidence);
  const facts = {
    caller: callerSide.caller,
    callerOrganization: callerSide.organization,
    resourceOrganization: organization,
    asked,
  };
  const request: AccessRequest = {
    ...common,
    resource: place.arn,
    resourceAccount: place.account,
    context: knownContext(context, facts),
  };
  const keys = template.keyOf === 'storedObject' ? keysOf(call, bucket, place.arn, { encryption, head }) : undefined;
  return { request: { request, evidence }, notes: [...notes, ...asked.notes], ...(keys === undefined ? {} : { keys }) };
}

/** The object itself, if it is there already and somebody said that it may be looked at. */
async function headOf(
  { session, call }: CallReadings,
  { keyOf, key, of }: KmsRequestTemplate,
  bucket: OwnedBucket,
): Promise<Reading<ObjectHead> | undefined> {
  if (!session.lookAtObject || keyOf === 'newObject' || key === undefined) return undefined;
  const source = carried(call, 's3:x-amz-copy-source')?.[0] ?? '';
  const versionId = of === 'target' ? call.versionId : parseCopySource(source, bucket.partition)?.versionId;
  return readObjectHead(session, bucket, { key, versionId });
}

/** The object's own key beside the bucket's default; undefined where either is taken for granted or goes by an alias. */
function keysOf(
  { kmsKey }: S3Call,
  { partition, region, account }: OwnedBucket,
  object: string,
  { encryption, head }: EncryptionReadings,
): ObjectKeys | undefined {
  const isTheObjects = kmsKey !== undefined || head?.kind === 'found';
  if (!isTheObjects || encryption.kind === 'unreadable') return undefined;
  if (encryption.kind === 'absent' || !encryption.value.algorithm.startsWith('aws:kms')) {
    return { bucketDefault: null, object };
  }
  const { key = '' } = encryption.value;
  if (/^arn:[^:]+:kms:[^:]*:\d{12}:key\//.test(key)) return { bucketDefault: key, object };
  if (!/^[0-9a-f-]{36}$|^mrk-[0-9a-f]{32}$/.test(key)) return undefined;
  return { bucketDefault: formatArn({ partition, service: 'kms', region, account, resource: `key/${key}` }), object };
}

/** Stands for a key that could not be found out; nothing is compared with it. */
const anyKeyOf = ({ partition, region, account }: OwnedBucket) =>
  formatArn({ partition, service: 'kms', region, account, resource: 'key/*' });

/** Which key it is, or who asks for it, is not known: no policy can be compared, but S3's own layers have no say in it. */
const keyUnread = (reason: Unreadable): Evidence => ({ ...unread(reason), ...NO_BUCKET, vpcEndpointPolicy: absent });
