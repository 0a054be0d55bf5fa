import type { CallFacts } from '../evidence/call-facts.ts';
import type { Collected } from '../evidence/collected.ts';
import { absent, type Unreadable } from '../evidence/reading.ts';
import { carried } from '../request/carried.ts';
import { spokenNamed } from '../request/named-principal.ts';
import { principalAccount } from '../request/principal.ts';
import { type RequestTemplate, requestsOf } from '../request/requests-of.ts';
import type { CallTarget, S3Call } from '../request/s3-call.ts';
import { readBucketEncryption } from './bucket-encryption.ts';
import { missingBucket } from './bucket-place.ts';
import { readBucketPolicy } from './bucket-policy.ts';
import { readBucketSettings, type SettingsCall } from './bucket-settings.ts';
import { type BucketQuestions, ownedBucket, readBucketSide } from './bucket-side.ts';
import { cacheNotes } from './cache-notes.ts';
import { callFacts } from './call-facts.ts';
import type { CallReadings, CollectedPart, TargetReadings } from './call-readings.ts';
import { type AddressedTarget, findTarget } from './call-target.ts';
import { missingCaller } from './caller.ts';
import { readCallerSide } from './caller-side.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { keyRequest } from './key-request.ts';
import { endpointsNamedIn } from './named-endpoints.ts';
import { principalOf, UNKNOWN_ACCOUNT } from './named-principal.ts';
import { objectNotes } from './object-notes.ts';
import type { OwnedBucket } from './owned-bucket.ts';
import type { Placed } from './placed.ts';
import { tracked } from './progress.ts';
import { s3Request } from './s3-request.ts';
import { settingNotes } from './setting-notes.ts';
import { readVpcEndpointPolicy } from './vpc-endpoint-policy.ts';

/**
 * Reads everything AWS lets us read about one call, each layer as soon as what it needs is known. What could not be read
 * is in the evidence as unreadable: no answer of AWS makes it throw, and it is done when the session's time is up.
 * `onPlaced` is told where the call goes and who makes it as soon as that is known.
 */
export async function collect(
  asked: S3Call,
  session: CollectSession,
  onPlaced: (placed: Placed) => void = () => {},
): Promise<Collected> {
  const caller = await principalOf(session, asked);
  const { principal, notes: principalNotes } = caller;
  const named: S3Call = { ...asked, principal };
  const callerAccount = principalAccount(principal);
  const candidates = callerAccount === undefined || callerAccount === UNKNOWN_ACCOUNT ? [] : [callerAccount];
  const readingCaller = readCallerSide(session, caller, asked.region);
  const addressed = await findTarget(session, named, candidates);
  const call: S3Call = { ...named, target: addressed.target };
  const where = whereIs(addressed);
  onPlaced({ ...where, principal: caller.unknown === undefined ? principal : undefined });
  const templates = requestsOf(call);
  const target = readTarget(session, addressed, { key: call.key, callerAccount }, call);
  const endpoint = readVpcEndpointPolicy(
    session,
    call,
    regionOf(addressed, asked.region),
    accountsOf(call, addressed, candidates),
    addressed.target.kind === 'account'
      ? Promise.resolve(endpointsNamedIn(absent))
      : endpointsNamed(session, ownedBucket(addressed.bucket)),
  );
  const readings: CallReadings = {
    session,
    call,
    callerAccount,
    callerSide: readingCaller,
    sides: {
      target: Promise.resolve(target),
      copySource: readCopySource(session, call, templates, candidates, target),
    },
    endpoint,
  };
  const policyOfEndpoint = endpoint.then(({ policy }) => policy);
  const [callerSide, missing, settings, facts, parts] = await Promise.all([
    readingCaller,
    objectNotes(session, call, ownedBucket(addressed.bucket)),
    target.settings,
    callFacts(session, call, 'kind' in addressed.bucket ? undefined : addressed.bucket, ownedBucket(addressed.bucket)),
    Promise.all(templates.map((template) => collectRequest(readings, template))),
    tracked(session, 'vpcEndpointPolicy', policyOfEndpoint),
  ]);
  const place = 'kind' in addressed.bucket ? undefined : addressed.bucket;
  const topics = [
    ...(place === undefined ? [] : missingBucket(place)),
    ...missing,
    ...missingCaller(callerSide.caller),
    ...(call.target.kind === 'account'
      ? []
      : settingNotes({ settings, call, callerAccount, bucketAccount: where.bucketAccount, at: session.at })),
  ];
  return {
    requests: parts.flatMap(({ request }) => (request === null ? [] : [request])),
    ...where,
    // Of a caller nobody knows, what was said.
    principalArn: spokenNamed(caller.unknown === undefined ? callerSide.caller.principal : asked.principal),
    ...(call.target.kind === 'account' ? {} : { settings }),
    facts: {
      ...facts,
      ...(callerSide.caller.missing === undefined ? {} : { callerExists: false }),
      ...keysOf(parts),
    },
    notes: distinct([
      ...principalNotes,
      ...(place?.notes ?? []),
      ...callerSide.notes,
      ...topics.map(({ says }) => says),
      ...parts.flatMap(({ notes }) => notes),
      ...cacheNotes(session),
    ]),
    topics,
  };
}

function whereIs({ target, bucket }: AddressedTarget): Omit<Placed, 'principal'> {
  const place = 'kind' in bucket ? undefined : bucket;
  return {
    bucket: place?.name ?? spokenTarget(target),
    bucketAccount: typeof place?.account === 'string' ? place.account : null,
    region: place?.regionKnown === true ? place.region : null,
  };
}

const collectRequest = (readings: CallReadings, template: RequestTemplate): Promise<CollectedPart> =>
  template.kind === 's3' ? s3Request(readings, template) : keyRequest(readings, template);

/** Starts the reads of a bucket. */
function readTarget(
  session: CollectSession,
  addressed: AddressedTarget,
  questions: BucketQuestions,
  call: SettingsCall,
): TargetReadings {
  const bucket = ownedBucket(addressed.bucket);
  return {
    ...addressed,
    bucketSide: readBucketSide(session, addressed, questions),
    settings: readBucketSettings(session, bucket, call),
    encryption: async () => ('kind' in bucket ? bucket : readBucketEncryption(session, bucket)),
  };
}

/** The bucket that a copy is made from; the target itself for a call that copies nothing. */
async function readCopySource(
  session: CollectSession,
  call: S3Call,
  templates: readonly RequestTemplate[],
  candidates: readonly string[],
  target: TargetReadings,
): Promise<TargetReadings> {
  const template = templates.find(({ of }) => of === 'copySource');
  if (template?.bucket === undefined || call.target.kind === 'notCovered') return target;
  const { bucket: name, key } = template;
  // What was said of the bucket was said of the copy's destination.
  const { bucketAccount: _, region: __, ...rest } = call;
  const source: CallTarget = { kind: 'bucket', name, partition: call.target.partition };
  const addressed = await findTarget(session, { ...rest, target: source }, candidates);
  return readTarget(session, addressed, { key, callerAccount: candidates[0] }, { operation: 'GetObject' });
}

const regionOf = ({ accessPoint, bucket, target }: AddressedTarget, said: string | undefined): string =>
  accessPoint?.name.region ??
  (target.kind === 'account' ? said : undefined) ??
  ('kind' in bucket ? homeRegion(target.kind === 'notCovered' ? 'aws' : target.partition) : bucket.region);

/** Accounts that may own the VPC endpoint: an event says whose it was. */
function accountsOf(call: S3Call, { bucket }: AddressedTarget, candidates: readonly string[]): readonly string[] {
  const owner = 'kind' in bucket || typeof bucket.account !== 'string' ? [] : [bucket.account];
  return distinct([...(carried(call, 'aws:VpceAccount') ?? []), ...candidates, ...owner]);
}

const endpointsNamed = async (session: CollectSession, bucket: OwnedBucket | Unreadable) =>
  endpointsNamedIn('kind' in bucket ? bucket : await readBucketPolicy(session, bucket));

function spokenTarget(target: CallTarget): string {
  switch (target.kind) {
    case 'bucket':
    case 'accessPoint':
      return target.name;
    case 'accessPointAlias':
      return target.alias;
    case 'account':
      return '*';
    case 'notCovered':
      return target.text;
  }
}

function keysOf(parts: readonly CollectedPart[]): Pick<CallFacts, 'keys'> {
  const keys = parts.find((part) => part.keys !== undefined)?.keys;
  return keys === undefined ? {} : { keys };
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
