import { carried } from './carried.ts';
import { type CopySource, parseCopySource } from './copy-source.ts';
import { findS3Action } from './s3-actions.ts';
import { accessPointArn, bucketArn, objectArn } from './s3-arn.ts';
import type { CallTarget, S3Call } from './s3-call.ts';
import type { KmsNeed, Need, S3Need } from './s3-operation.ts';
import { findS3Operation } from './s3-operations.ts';

/** One permission that a call needs, before it is known who owns what and which KMS key is used. */
export type RequestTemplate = S3RequestTemplate | KmsRequestTemplate;

export interface S3RequestTemplate {
  readonly kind: 's3';
  readonly action: string;
  /** The ARN of the bucket, object or access point (object); `*` for an action on the account. */
  readonly resource: string;
  /** Whether it is about the bucket that was named, the copy's source, or the caller's account. */
  readonly of: 'target' | 'copySource' | 'account';
  /** The bucket that is addressed, where it is addressed by its name. */
  readonly bucket?: string;
  readonly key?: string;
  readonly versionId?: string;
  /** Why the call needs it, as the end of a sentence. */
  readonly why: string;
}

/** A permission on a KMS key that is needed only if the object is, or will be, encrypted with one: `collect` finds it. */
export interface KmsRequestTemplate {
  readonly kind: 'kms';
  readonly action: string;
  readonly keyOf: KmsNeed['keyOf'];
  /**
   * The ARN of the object whose key it is, or of its bucket where no object is named; S3 passes the object's (the bucket's,
   * with a Bucket Key) as encryption context.
   */
  readonly object: string;
  readonly of: 'target' | 'copySource';
  readonly bucket?: string;
  readonly key?: string;
  readonly why: string;
}

/**
 * The permissions that a call needs, in the order in which S3 names them. An access point alias must be resolved into its
 * access point first; a resource that is not covered has none.
 */
export function requestsOf(call: S3Call): readonly RequestTemplate[] {
  const target = addressOf(call.target, call.key);
  if (target === undefined) return [];
  if (call.action !== undefined) return [requestOfAction(call, target, call.action)];
  const operation = findS3Operation(call.operation);
  if (operation === undefined) return [];
  const source = parseCopySource(
    carried(call, 's3:x-amz-copy-source')?.[0] ?? '',
    call.target.kind === 'notCovered' ? 'aws' : call.target.partition,
  );
  const requests = operation.needs.flatMap((need): readonly RequestTemplate[] => {
    if (!isNeeded(need, call)) return [];
    return need.kind === 's3' ? requestOfNeed(need, call, target, source) : kmsRequestOfNeed(need, target, source);
  });
  return distinct(requests);
}

interface Address {
  readonly container: string;
  readonly object: string;
  readonly bucket?: string;
  readonly key?: string;
}

function addressOf(target: CallTarget, key: string | undefined): Address | undefined {
  const withKey = key === undefined ? {} : { key };
  switch (target.kind) {
    case 'bucket':
    case 'accessPointAlias': {
      const name = target.kind === 'bucket' ? target.name : target.alias;
      const container = bucketArn(target.partition, name);
      return { container, object: objectArn(target.partition, name, key ?? ''), bucket: name, ...withKey };
    }
    case 'accessPoint': {
      const container = accessPointArn(target);
      return { container, object: `${container}/object/${key ?? ''}`, ...withKey };
    }
    case 'account':
      return { container: '*', object: '*' };
    case 'notCovered':
      return undefined;
  }
}

function requestOfAction(call: S3Call, target: Address, action: string): RequestTemplate {
  if (/^kms:/i.test(action)) {
    const keyOf = /^kms:Decrypt$/i.test(action) ? 'storedObject' : 'newObject';
    const object = call.key === undefined ? target.container : target.object;
    return kmsRequest(action, keyOf, { ...target, object }, 'target', 'it was asked for');
  }
  const kind = findS3Action(action)?.kind;
  const onObject = kind === 'object' || (kind === undefined && call.key !== undefined);
  const versioned = call.versionId === undefined || !onObject ? {} : { versionId: call.versionId };
  const { container, object, ...named } = target;
  if (kind === 'account') return { kind: 's3', action, resource: '*', of: 'account', why: 'it was asked for' };
  return {
    kind: 's3',
    action,
    resource: onObject ? object : container,
    of: 'target',
    ...named,
    ...versioned,
    why: 'it was asked for',
  };
}

function isNeeded(need: Need, call: S3Call): boolean {
  return need.whenCarried === undefined || need.whenCarried.some((wanted) => carries(call, wanted));
}

function carries(call: S3Call, wanted: string): boolean {
  const [name = '', value] = wanted.split('=', 2);
  const values = carried(call, name);
  return values !== undefined && (value === undefined || values.some((one) => one.toUpperCase() === value));
}

function requestOfNeed(
  need: S3Need,
  call: S3Call,
  target: Address,
  source: CopySource | undefined,
): readonly S3RequestTemplate[] {
  const { why } = need;
  switch (need.on) {
    case 'account':
      return [{ kind: 's3', action: need.action, resource: '*', of: 'account', why }];
    case 'bucket': {
      const bucket = target.bucket === undefined ? {} : { bucket: target.bucket };
      return [{ kind: 's3', action: need.action, resource: target.container, of: 'target', ...bucket, why }];
    }
    case 'object': {
      const { container: _, object, ...named } = target;
      return [{ kind: 's3', ...versionOf(need, call.versionId), resource: object, of: 'target', ...named, why }];
    }
    case 'copySource': {
      if (source === undefined) return [];
      const { object, versionId, ...named } = source;
      return [{ kind: 's3', ...versionOf(need, versionId), resource: object, of: 'copySource', ...named, why }];
    }
  }
}

function versionOf(need: S3Need, versionId: string | undefined): { action: string; versionId?: string } {
  if (versionId === undefined || need.versionAction === undefined) return { action: need.action };
  return { action: need.versionAction, versionId };
}

function kmsRequestOfNeed(
  need: KmsNeed,
  target: Address,
  source: CopySource | undefined,
): readonly KmsRequestTemplate[] {
  if (need.keyOf !== 'copySource') return [kmsRequest(need.action, need.keyOf, target, 'target', need.why)];
  return source === undefined ? [] : [kmsRequest(need.action, need.keyOf, source, 'copySource', need.why)];
}

function kmsRequest(
  action: string,
  keyOf: KmsNeed['keyOf'],
  { object, bucket, key }: Omit<Address, 'container'>,
  of: 'target' | 'copySource',
  why: string,
): KmsRequestTemplate {
  const named = { ...(bucket === undefined ? {} : { bucket }), ...(key === undefined ? {} : { key }) };
  return { kind: 'kms', action, keyOf, object, of, ...named, why };
}

/** The same permission on the same thing is one request, whatever the reasons for it. */
function distinct(requests: readonly RequestTemplate[]): readonly RequestTemplate[] {
  const seen = new Set<string>();
  return requests.filter((request) => {
    const what = request.kind === 's3' ? request.resource : `${request.keyOf} ${request.object}`;
    const name = `${request.action} ${what}`;
    return seen.has(name) ? false : seen.add(name);
  });
}
