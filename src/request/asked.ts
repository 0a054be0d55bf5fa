import { parseArn, partitionOfRegion } from './arn.ts';
import { type Problem, problem, shown } from './bad-arguments.ts';
import type { CallOptions } from './call-options.ts';
import { parseCopySource } from './copy-source.ts';
import type { NamedBucket } from './named-bucket.ts';
import { principalPartition } from './principal-arn.ts';
import { findS3Action } from './s3-actions.ts';
import type { CallTarget, NamedPrincipal, S3Call } from './s3-call.ts';
import { findS3Operation } from './s3-operations.ts';

/** The call that was asked about, and what was made of the words. */
export interface Asked {
  readonly kind: 'asked';
  readonly call: S3Call;
  readonly notes: readonly string[];
}

/** Object keys are at most this many bytes of UTF-8: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY = 1_024;
const LISTS: ReadonlySet<string> = new Set([
  'ListObjects',
  'ListObjectsV2',
  'ListObjectVersions',
  'ListMultipartUploads',
]);
const LIST_ACTIONS: ReadonlySet<string> = new Set([
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:ListBucketMultipartUploads',
]);
const ROLE = 'arn:aws:iam::111122223333:role/reports';

/** Puts bucket, key, principal and options together, and checks that they fit each other. */
export function askedOf(
  named: NamedBucket,
  key: string | undefined,
  principal: NamedPrincipal,
  options: CallOptions,
): Asked | Problem {
  const subject = subjectOf(key, options);
  if (subject.kind === 'problem') return subject;
  const context = contextOf(named, options, subject);
  const partition = partitionOf(named, principal);
  const kept = subject.keyIs === 'key' ? key : undefined;
  const fault = keyFault(kept) ?? copyFault(subject.operation, options, context, partition);
  if (fault !== undefined) return fault;
  const versionId = options.versionId ?? named.versionId;
  const region = options.region ?? named.region;
  const vpcEndpoint = options.vpcEndpoint ?? named.vpcEndpoint;
  const call: S3Call = {
    operation: subject.operation,
    ...(options.action === undefined ? {} : { action: options.action }),
    target: within(named.target, named.partition ?? partition),
    ...(kept === undefined ? {} : { key: kept }),
    ...(versionId === undefined ? {} : { versionId }),
    principal,
    ...(options.bucketAccount === undefined ? {} : { bucketAccount: options.bucketAccount }),
    ...(region === undefined ? {} : { region }),
    ...(vpcEndpoint === undefined ? {} : { vpcEndpoint }),
    context,
  };
  return { kind: 'asked', call, notes: [...named.notes, ...notesOf(call, key, subject, named, partition)] };
}

/** A call that is about the caller's account. */
export function accountCallOf(principal: NamedPrincipal, options: CallOptions): S3Call | Problem {
  const subject = subjectOf(undefined, options);
  if (subject.kind === 'problem') return subject;
  const { action, region, vpcEndpoint, context } = options;
  const partition = region === undefined ? partitionOf({}, principal) : partitionOfRegion(region);
  return {
    operation: subject.operation,
    ...(action === undefined ? {} : { action }),
    target: { kind: 'account', partition },
    principal,
    ...(region === undefined ? {} : { region }),
    ...(vpcEndpoint === undefined ? {} : { vpcEndpoint }),
    context,
  };
}

/** What is asked, and what the KEY word is to it. */
interface Subject {
  readonly kind: 'subject';
  readonly operation: string;
  readonly key: string | undefined;
  readonly keyIs: 'key' | 'prefix' | 'leftAside';
}

function subjectOf(key: string | undefined, { operation, action }: CallOptions): Subject | Problem {
  if (operation !== undefined && action !== undefined) {
    return problem(
      '`--operation` and `--action` exclude each other',
      'give one of them',
      `example-reports 2026/10.csv ${ROLE} --operation ${operation.name}`,
    );
  }
  if (action !== undefined) return subjectOfAction(key, action);
  if (operation === undefined) {
    return { kind: 'subject', operation: key === undefined ? 'ListObjectsV2' : 'GetObject', key, keyIs: 'key' };
  }
  const { name, addresses } = operation;
  if (addresses === 'object' && key === undefined) return noKey(`\`${name}\``, `--operation ${name}`);
  const keyIs = addresses === 'object' ? 'key' : LISTS.has(name) ? 'prefix' : 'leftAside';
  return { kind: 'subject', operation: name, key, keyIs };
}

function subjectOfAction(key: string | undefined, action: string): Subject | Problem {
  const kind = action.startsWith('kms:') ? 'object' : (findS3Action(action)?.kind ?? 'other');
  if (kind === 'other') {
    return problem(
      `\`${shown(action)}\` is about neither a bucket nor an object`,
      'ask about an action on a bucket, an object or the account',
      `example-reports 2026/10.csv ${ROLE} --action s3:GetObject`,
    );
  }
  if (kind === 'object' && key === undefined) return noKey(`\`${action}\``, `--action ${action}`);
  const sameName = findS3Operation(action.slice(action.indexOf(':') + 1))?.name;
  const keyIs = kind === 'object' ? 'key' : LIST_ACTIONS.has(action) ? 'prefix' : 'leftAside';
  // A key that the action is not about says nothing of the operation either.
  const operation = sameName ?? (kind === 'object' ? 'GetObject' : 'ListObjectsV2');
  return { kind: 'subject', operation, key, keyIs };
}

const noKey = (who: string, option: string): Problem =>
  problem(
    `${who} is about an object, and no key is given`,
    'name the key between BUCKET and PRINCIPAL',
    `example-reports 2026/10.csv ${ROLE} ${option}`,
  );

/** What was given as an option wins over what the BUCKET word tells. */
function contextOf(named: NamedBucket, options: CallOptions, { key, keyIs }: Subject): S3Call['context'] {
  const prefix = keyIs === 'prefix' && key !== undefined ? { 's3:prefix': [key] } : {};
  const source = options.copySource === undefined ? {} : { 's3:x-amz-copy-source': [options.copySource] };
  const context = { ...options.context, ...source };
  const given = new Set(Object.keys(context).map((name) => name.toLowerCase()));
  const told = Object.entries({ ...named.context, ...prefix }).filter(([name]) => !given.has(name.toLowerCase()));
  return { ...Object.fromEntries(told), ...context };
}

/** The partition of a bucket: what its own word says, else that of who calls. */
export function partitionOf(named: Pick<NamedBucket, 'partition'>, principal: NamedPrincipal): string {
  if (principal.kind === 'roleName' || principal.kind === 'anonymous' || principal.kind === 'service') {
    return named.partition ?? 'aws';
  }
  if (principal.kind === 'roleOf') return parseArn(principal.arn)?.partition ?? 'aws';
  return principalPartition(principal);
}

function within(target: CallTarget, partition: string): CallTarget {
  return target.kind === 'bucket' || target.kind === 'accessPointAlias' ? { ...target, partition } : target;
}

function keyFault(key: string | undefined): Problem | undefined {
  const bytes = key === undefined ? 0 : new TextEncoder().encode(key).length;
  if (bytes <= LONGEST_KEY) return undefined;
  return problem(`the key is ${bytes.toLocaleString('en-US')} bytes long`, 'S3 keys have at most 1,024 bytes of UTF-8');
}

function copyFault(
  operation: string,
  options: CallOptions,
  context: S3Call['context'],
  partition: string,
): Problem | undefined {
  if (options.action !== undefined || (operation !== 'CopyObject' && operation !== 'UploadPartCopy')) return undefined;
  const source = context['s3:x-amz-copy-source']?.[0];
  if (source !== undefined && parseCopySource(source, partition) !== undefined) return undefined;
  return problem(
    source === undefined ? `\`${operation}\` needs a source` : `\`${shown(source)}\` is no source of a copy`,
    'name the source as `--copy-source BUCKET/KEY`; BUCKET and KEY are where the copy goes',
    `example-reports 2026/10.csv ${ROLE} --operation ${operation} --copy-source other-bucket/2026/10.csv`,
  );
}

function notesOf(
  call: S3Call,
  key: string | undefined,
  { keyIs, operation }: Subject,
  named: NamedBucket,
  partition: string,
): readonly string[] {
  const what = call.action ?? operation;
  return [
    ...(key !== undefined && keyIs === 'prefix' ? [`\`${key}\` is taken as the prefix of the listing.`] : []),
    ...(key !== undefined && keyIs === 'leftAside'
      ? [`\`${what}\` is about the bucket: the key \`${key}\` is left aside.`]
      : []),
    ...(call.key?.startsWith('/') === true
      ? [
          `The key \`${call.key}\` begins with a slash; to S3 that is another object than \`${call.key.replace(/^\/+/, '')}\`.`,
        ]
      : []),
    ...(named.partition !== undefined && named.partition !== partition
      ? [
          `The bucket is in the partition \`${named.partition}\` and the principal in \`${partition}\`: credentials of one are unknown in the other.`,
        ]
      : []),
  ];
}
