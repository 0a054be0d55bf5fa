import type { AccessPointPolicy, Evidence } from '../evidence/evidence.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { parseArn } from '../request/arn.ts';
import { type Principal, principalAccount } from '../request/principal.ts';
import { findS3Action } from '../request/s3-actions.ts';
import { bucketArn, type NotCoveredArn, objectArn, parseS3Arn } from '../request/s3-arn.ts';
import { deriveContext } from './derive-context.ts';

/** Which of AWS's flow charts decides: what is asked for, and so whose policies have a say. */
export type Flow = 'bucket' | 'accessPoint' | 'key' | 'directoryBucket' | 'identityOnly' | 'notCovered';

/** Whether the caller's account owns what is asked for; false for callers who have no account. */
export interface Ownership {
  /** Of the bucket, the key, or the access point. */
  readonly resource: boolean;
  /** Of the bucket: the same, but for an access point of one account on a bucket of another. */
  readonly bucket: boolean;
}

/** What one evaluation knows before it looks at any policy. */
export interface Situation {
  /** With the condition keys that follow from the request itself filled in. */
  readonly request: AccessRequest;
  readonly evidence: Evidence;
  readonly principal: Principal;
  readonly callerAccount: string | undefined;
  /** The account of the bucket, also of the one behind an access point. */
  readonly bucketAccount: string | undefined;
  /** Lower case. */
  readonly action: string;
  readonly flow: Flow;
  /** The request is for an object, not for its bucket. */
  readonly isObject: boolean;
  /** More than one where the owner is not known. */
  readonly ownerships: readonly Ownership[];
  /** As the bucket's own policy sees it: through an access point, the resource is still the bucket's. Null: not known. */
  readonly bucketRequest: AccessRequest | null;
  /** Why the request is not covered. */
  readonly notCovered: string | null;
}

export function situationOf(asked: AccessRequest, evidence: Evidence): Situation {
  const { principal } = asked;
  const action = asked.action.toLowerCase();
  const callerAccount = principalAccount(principal);
  const { flow, isObject, notCovered, key } = addressed(asked.resource, action);
  const resourceAccount = asked.resourceAccount;
  const bucketAccount = flow === 'accessPoint' ? (asked.bucket?.account ?? resourceAccount) : resourceAccount;
  const request = { ...asked, context: deriveContext(asked, evidence, resourceAccount) };
  return {
    request,
    evidence,
    principal,
    callerAccount,
    bucketAccount,
    action,
    flow,
    isObject,
    ownerships: ownerships(callerAccount, resourceAccount, bucketAccount),
    bucketRequest: flow === 'accessPoint' ? behindAccessPoint(asked, evidence, request, bucketAccount, key) : request,
    notCovered,
  };
}

interface Addressed {
  readonly flow: Flow;
  readonly isObject: boolean;
  readonly notCovered: string | null;
  readonly key?: string;
}

const OBJECT: Addressed = { flow: 'bucket', isObject: true, notCovered: null };
const BUCKET: Addressed = { flow: 'bucket', isObject: false, notCovered: null };
const KEY: Addressed = { flow: 'key', isObject: false, notCovered: null };
// The account itself, a Batch Operations job, Storage Lens: no resource-based policy has a say.
const ACCOUNT: Addressed = { flow: 'identityOnly', isObject: false, notCovered: null };
const DIRECTORY_BUCKET: Addressed = { flow: 'directoryBucket', isObject: false, notCovered: null };
const not = (because: string): Addressed => ({ flow: 'notCovered', isObject: false, notCovered: because });

function addressed(resource: string, action: string): Addressed {
  const service = action.slice(0, action.indexOf(':'));
  if (service === 's3') return addressedInS3(resource, action);
  const owner = parseArn(resource)?.service;
  if (service === 'kms') return owner === 'kms' ? KEY : not(`\`${resource}\` is not the ARN of a KMS key`);
  if (service === 's3express') {
    if (owner !== 's3express') return not(`\`${resource}\` is not the ARN of a directory bucket`);
    // Every other action is granted by identity-based policies alone.
    return action === 's3express:createsession' ? DIRECTORY_BUCKET : ACCOUNT;
  }
  return not(NOT_COVERED_SERVICES[service] ?? `\`${service}\` is neither S3 nor KMS`);
}

const NOT_COVERED_RESOURCES: Record<NotCoveredArn['service'], string> = {
  multiRegionAccessPoint: 'the resource is of a multi-Region access point in a form that is not known',
  objectLambda:
    'Object Lambda access points also need a Lambda function and a supporting access point to permit the request',
  directoryBucket:
    'requests for objects in a directory bucket are authorized by `s3express:CreateSession`, not by `s3:` actions',
  s3Tables: 'S3 Tables have table bucket policies and table policies of their own',
  outposts: 'S3 on Outposts has bucket and access point policies of its own',
};

const NOT_COVERED_SERVICES: Readonly<Record<string, string>> = {
  's3-object-lambda': NOT_COVERED_RESOURCES.objectLambda,
  s3tables: NOT_COVERED_RESOURCES.s3Tables,
  's3-outposts': NOT_COVERED_RESOURCES.outposts,
  s3vectors: 'S3 Vectors have policies of their own',
  s3files: 'S3 Files has policies of its own',
};

const ACCESS_GRANTS_ACTIONS: ReadonlySet<string> = new Set(['s3:getdataaccess']);

/** A multi-Region access point: no region in its ARN. https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html */
const MULTI_REGION = /^accesspoint[/:][^/:]+(?:[/:]object[/:](?<key>[\s\S]+))?$/;

/** By far the most requests: no region and no account in the ARN. */
const BUCKET_OR_OBJECT = /^arn:[^:]+:s3:::[^/]/;
/** No bucket has such a name. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const RESERVED_SUFFIX = /^[^/]*(?:-s3alias|--ol-s3|\.mrap|--xa?-s3|--table-s3)(?:\/|$)/;

function addressedInS3(resource: string, action: string): Addressed {
  if (ACCESS_GRANTS_ACTIONS.has(action)) return not('S3 Access Grants decide by grants, which are not looked at');
  if (BUCKET_OR_OBJECT.test(resource)) {
    if (RESERVED_SUFFIX.test(resource))
      return not(`\`${resource}\` is the alias of an access point or of another service`);
    const slash = resource.indexOf('/');
    return slash < 0 || slash === resource.length - 1 ? BUCKET : OBJECT;
  }
  const parsed = parseS3Arn(resource);
  switch (parsed?.kind) {
    case 'bucket':
      return BUCKET;
    case 'object':
      return OBJECT;
    case 'accessPoint':
      // Managing an access point is not asking through it.
      return findS3Action(action)?.kind === 'other' ? ACCOUNT : throughAccessPoint(undefined);
    case 'accessPointObject':
      return throughAccessPoint(parsed.key);
    case 'notCovered': {
      const match = MULTI_REGION.exec(parseArn(resource)?.resource ?? '');
      if (parsed.service === 'multiRegionAccessPoint' && match !== null) return throughAccessPoint(match.groups?.key);
      return not(NOT_COVERED_RESOURCES[parsed.service]);
    }
    case undefined: {
      const owner = parseArn(resource)?.service ?? 's3';
      return owner === 's3' ? ACCOUNT : not(NOT_COVERED_SERVICES[owner] ?? `\`${resource}\` is not a resource of S3`);
    }
  }
}

function throughAccessPoint(key: string | undefined): Addressed {
  const through = { flow: 'accessPoint', isObject: key !== undefined, notCovered: null } as const;
  return key === undefined ? through : { ...through, key };
}

const OWN: readonly Ownership[] = [{ resource: true, bucket: true }];
const FOREIGN: readonly Ownership[] = [{ resource: false, bucket: false }];

function ownerships(
  caller: string | undefined,
  resource: string | undefined,
  bucket: string | undefined,
): readonly Ownership[] {
  if (caller === undefined) return FOREIGN;
  if (resource === bucket) return resource === undefined ? [...OWN, ...FOREIGN] : resource === caller ? OWN : FOREIGN;
  const options = (owner: string | undefined): readonly boolean[] =>
    owner === undefined ? [true, false] : [owner === caller];
  return options(resource).flatMap((ofResource) =>
    options(bucket).map((ofBucket) => ({ resource: ofResource, bucket: ofBucket })),
  );
}

/** The bucket's own ARN and owner in place of the access point's; null if nobody told which bucket is behind it. */
function behindAccessPoint(
  asked: AccessRequest,
  evidence: Evidence,
  request: AccessRequest,
  account: string | undefined,
  key: string | undefined,
): AccessRequest | null {
  const partition = parseArn(asked.resource)?.partition ?? 'aws';
  const bucket = asked.bucket?.name ?? bucketOf(evidence);
  if (bucket === undefined) return null;
  const resource = key === undefined ? bucketArn(partition, bucket) : objectArn(partition, bucket, key);
  const context = account === asked.resourceAccount ? request.context : deriveContext(asked, evidence, account);
  return { ...request, resource, context };
}

/** The bucket that a bucket policy hangs on, where its ARN was recorded. */
function bucketOf({ bucketPolicy }: Evidence): string | undefined {
  const arn = bucketPolicy.kind === 'found' ? bucketPolicy.value.policy.arn : undefined;
  const parsed = arn === undefined ? undefined : parseS3Arn(arn);
  return parsed?.kind === 'bucket' ? parsed.bucket : undefined;
}

/** The access point's policy and origin, where they were read. */
export function accessPointOf({ evidence }: Situation): AccessPointPolicy | undefined {
  return evidence.accessPointPolicy.kind === 'found' ? evidence.accessPointPolicy.value : undefined;
}
