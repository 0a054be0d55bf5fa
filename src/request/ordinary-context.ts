import { DNS_SUFFIX, partitionOfRegion } from './arn.ts';
import { carried } from './carried.ts';
import type { ConditionContext, ContextValue } from './condition-context.ts';
import { principalAccount } from './principal.ts';
import type { RequestTemplate } from './requests-of.ts';
import { accessPointArn, bucketArn, parseS3Arn } from './s3-arn.ts';
import type { S3Call } from './s3-call.ts';

/** What the shell and the reads so far know of the request, beyond what the call says. */
export interface OrdinaryFacts {
  /** When the request is, or was, made: ISO 8601. */
  readonly at?: string;
  /** The region of the bucket, or of the access point. */
  readonly region?: string;
  /** For a KMS request: whether the bucket has an S3 Bucket Key. */
  readonly bucketKeyEnabled?: boolean;
  /** The VPC of the endpoint that was named. */
  readonly vpc?: string;
}

/** One thing taken for granted, in words that a note can hold. */
export interface Assumption {
  readonly key: string;
  readonly says: string;
}

export interface OrdinaryContext {
  readonly context: ConditionContext;
  readonly assumed: readonly Assumption[];
}

/** What a call that nobody described further is like: from a current SDK, over TLS, signed in its header. */
const TAKEN_FOR_GRANTED: readonly { readonly key: string; readonly value: string; readonly says: string }[] = [
  { key: 'aws:SecureTransport', value: 'true', says: 'the request was sent over TLS' },
  { key: 's3:TlsVersion', value: '1.3', says: 'it used TLS 1.3, as current SDKs do' },
  { key: 'aws:ViaAWSService', value: 'false', says: 'no AWS service made it on behalf of the caller' },
];
const SIGNED: typeof TAKEN_FOR_GRANTED = [
  { key: 's3:authType', value: 'REST-HEADER', says: 'it was signed in its header, not a presigned URL' },
  { key: 's3:signatureversion', value: 'AWS4-HMAC-SHA256', says: 'it was signed with Signature Version 4' },
];

/**
 * Keys that mirror a header or parameter: in the request context only if the client sent it. A bucket's default encryption
 * does not fill them. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const SENT_OR_ABSENT: readonly string[] = [
  's3:x-amz-acl',
  's3:x-amz-copy-source',
  's3:x-amz-metadata-directive',
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:x-amz-server-side-encryption-customer-algorithm',
  's3:x-amz-storage-class',
  's3:x-amz-website-redirect-location',
  's3:x-amz-object-ownership',
  's3:object-lock-mode',
  's3:object-lock-retain-until-date',
  's3:object-lock-remaining-retention-days',
  's3:object-lock-legal-hold',
  's3:if-match',
  's3:if-none-match',
  's3:RequestObjectTagKeys',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
];
const SENT_OR_ABSENT_FAMILIES = ['s3:x-amz-grant-', 's3:requestobjecttag/'];

/** Whether the call creates an object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html */
const CREATES_OBJECT: Readonly<Record<string, 'true' | 'false'>> = {
  PutObject: 'true',
  PostObject: 'true',
  CopyObject: 'true',
  CompleteMultipartUpload: 'true',
  CreateMultipartUpload: 'false',
  UploadPart: 'false',
  UploadPartCopy: 'false',
};

/** Exist only where an AWS service calls directly on behalf of a resource, with its own principal. */
const ONLY_FOR_SERVICES = ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'];
/** Exist only where the request comes through a VPC endpoint. */
const ONLY_THROUGH_ENDPOINT = [
  'aws:SourceVpc',
  'aws:SourceVpcArn',
  'aws:SourceVpce',
  'aws:VpcSourceIp',
  'aws:VpceAccount',
  'aws:VpceOrgID',
  'aws:VpceOrgPaths',
];

/**
 * The request context of one request of a call: what was given, what follows from the call, and what is taken for granted
 * of a call that nobody described further, with the words for it. What was given always wins. Where the request comes from
 * stays unknown unless a VPC endpoint or a network key was given.
 */
export function ordinaryContext(call: S3Call, request: RequestTemplate, facts: OrdinaryFacts = {}): OrdinaryContext {
  const keys = new Map<string, ContextValue>();
  const set = (key: string, value: ContextValue): void => void keys.set(key.toLowerCase(), value);
  for (const key of ONLY_FOR_SERVICES) if (call.principal.kind !== 'service') set(key, ABSENT);
  setClock(set, facts);
  if (request.kind === 'kms') setKms(set, call, request, facts);
  else setS3(set, call, request);
  setNetwork(set, call, request, facts);
  const given = givenFor(call, request);
  const assumed = granted(call, request).filter(({ key }) => !given.has(key.toLowerCase()));
  for (const { key, value } of assumed) set(key, known(value));
  for (const [key, value] of given) set(key, value);
  return {
    context: { keys, otherKeys: 'unknown', absentFamilies: SENT_OR_ABSENT_FAMILIES },
    assumed: assumed.map(({ key, says }) => ({ key, says })),
  };
}

const ABSENT: ContextValue = { kind: 'absent' };
const known = (...values: readonly string[]): ContextValue => ({ kind: 'known', values });
type SetKey = (key: string, value: ContextValue) => void;

function granted(call: S3Call, request: RequestTemplate): typeof TAKEN_FOR_GRANTED {
  // S3 signs what it asks of KMS itself, always over TLS.
  if (request.kind === 'kms') return [];
  return call.principal.kind === 'anonymous' ? TAKEN_FOR_GRANTED : [...TAKEN_FOR_GRANTED, ...SIGNED];
}

function setClock(set: SetKey, { at, region }: OrdinaryFacts): void {
  const time = at === undefined ? Number.NaN : Date.parse(at);
  if (at !== undefined && !Number.isNaN(time)) {
    set('aws:CurrentTime', known(at));
    set('aws:EpochTime', known(String(Math.floor(time / 1000))));
  }
  if (region !== undefined) set('aws:RequestedRegion', known(region));
}

function setS3(set: SetKey, call: S3Call, request: Extract<RequestTemplate, { kind: 's3' }>): void {
  for (const key of SENT_OR_ABSENT) set(key, ABSENT);
  set('s3:signatureAge', carried(call, 's3:authType')?.[0] === 'REST-QUERY-STRING' ? { kind: 'unknown' } : ABSENT);
  set('s3:VersionId', request.versionId === undefined ? ABSENT : known(request.versionId));
  const creates = CREATES_OBJECT[call.operation];
  if (call.action === undefined && creates !== undefined && request.of === 'target') {
    set('s3:ObjectCreationOperation', known(creates));
  }
  if (call.principal.kind !== 'anonymous') set('aws:Referer', ABSENT);
  const resource = parseS3Arn(request.resource);
  if (resource?.kind === 'accessPoint' || resource?.kind === 'accessPointObject') {
    set('s3:DataAccessPointArn', known(accessPointArn(resource)));
    set('s3:DataAccessPointAccount', known(resource.account));
  } else {
    for (const key of ['s3:DataAccessPointArn', 's3:DataAccessPointAccount', 's3:AccessPointNetworkOrigin'])
      set(key, ABSENT);
  }
}

/** S3 asks KMS with the caller's identity. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
function setKms(
  set: SetKey,
  call: S3Call,
  request: Extract<RequestTemplate, { kind: 'kms' }>,
  facts: OrdinaryFacts,
): void {
  set('aws:ViaAWSService', known('true'));
  set('aws:SecureTransport', known('true'));
  const { region, bucketKeyEnabled } = facts;
  if (region !== undefined) {
    set('kms:ViaService', known(`s3.${region}.${DNS_SUFFIX[partitionOfRegion(region)]}`));
  }
  const { principal } = call;
  const account =
    principal.kind === 'roleName' || principal.kind === 'roleOf' ? principal.account : principalAccount(principal);
  if (account !== undefined) set('kms:CallerAccount', known(account));
  const object = parseS3Arn(request.object);
  if (object?.kind === 'bucket' || (object?.kind === 'object' && bucketKeyEnabled !== undefined)) {
    const arn = bucketKeyEnabled === false ? request.object : bucketArn(object.partition, object.bucket);
    set('kms:EncryptionContext:aws:s3:arn', known(arn));
    set('kms:EncryptionContextKeys', known('aws:s3:arn'));
  }
}

/** KMS is not told from where the caller asked S3: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function setNetwork(set: SetKey, call: S3Call, request: RequestTemplate, { vpc }: OrdinaryFacts): void {
  if (request.kind === 'kms') {
    for (const key of [...ONLY_THROUGH_ENDPOINT, 'aws:SourceIp']) set(key, ABSENT);
    return;
  }
  if (call.vpcEndpoint !== undefined) {
    set('aws:SourceVpce', known(call.vpcEndpoint));
    set('aws:SourceIp', ABSENT);
    if (vpc !== undefined) set('aws:SourceVpc', known(vpc));
    return;
  }
  if (carried(call, 'aws:SourceVpce') !== undefined || carried(call, 'aws:SourceVpc') !== undefined) {
    set('aws:SourceIp', ABSENT);
  } else if (carried(call, 'aws:SourceIp') !== undefined) {
    for (const key of ONLY_THROUGH_ENDPOINT) set(key, ABSENT);
  }
}

/** The given keys that are in the context of this request: a copy's headers are not in that of its source, nor S3's in KMS's. */
function givenFor(call: S3Call, request: RequestTemplate): ReadonlyMap<string, ContextValue> {
  const given = new Map<string, ContextValue>();
  const tags: string[] = [];
  for (const [name, values] of Object.entries(call.context)) {
    const key = name.toLowerCase();
    if (!isOf(request, key)) continue;
    given.set(key, known(...values));
    if (key.startsWith(TAG)) tags.push(name.slice(TAG.length));
  }
  if (tags.length > 0 && !given.has(TAG_KEYS)) given.set(TAG_KEYS, known(...tags));
  return given;
}

const TAG = 's3:requestobjecttag/';
const TAG_KEYS = 's3:requestobjecttagkeys';
const HEADERS = /^s3:(?:x-amz-(?!content-sha256)|requestobjecttag|object-lock-|if-|prefix$|delimiter$|max-keys$)/;
const NETWORK = /^aws:(?:sourceip|sourcevpc|vpce|vpcsourceip)/;

function isOf(request: RequestTemplate, key: string): boolean {
  if (request.kind === 'kms') return !key.startsWith('s3:') && !NETWORK.test(key) && !FIXED_FOR_KMS.has(key);
  if (request.of === 'copySource') return !HEADERS.test(key);
  return !key.startsWith('kms:');
}

const FIXED_FOR_KMS: ReadonlySet<string> = new Set([
  'aws:viaawsservice',
  'aws:securetransport',
  'aws:useragent',
  'aws:referer',
]);
