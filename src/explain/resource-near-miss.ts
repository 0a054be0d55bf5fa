import { matchPattern } from '../policy/match-pattern.ts';
import { parseArn } from '../request/arn.ts';
import { parseS3Arn } from '../request/s3-arn.ts';
import { editDistance } from './edit-distance.ts';

/** In what a Resource that does not cover the request comes close. */
export type ResourceMiss =
  | 'otherCase'
  | 'endsEarly'
  | 'withAccount'
  | 'misspelt'
  | 'otherPartition'
  | 'bucketPathOfAccessPoint'
  | 'otherKey'
  | 'otherPrefix'
  | 'leftOut'
  | 'otherBucket';

export const RESOURCE_CLOSENESS: Record<ResourceMiss, number> = {
  otherCase: 0,
  endsEarly: 0,
  withAccount: 0,
  misspelt: 1,
  otherPartition: 1,
  bucketPathOfAccessPoint: 1,
  otherKey: 1,
  otherPrefix: 2,
  leftOut: 2,
  otherBucket: 4,
};

export interface NearResource {
  readonly pattern: string;
  readonly miss: ResourceMiss;
}

/** The Resource that comes closest; undefined where none does, or where the miss is one of bucket against object. */
export function nearestResource(patterns: readonly string[], resource: string): NearResource | undefined {
  return patterns
    .flatMap((pattern) => {
      const miss = missOf(pattern, resource);
      return miss === undefined ? [] : [{ pattern, miss }];
    })
    .sort((one, other) => RESOURCE_CLOSENESS[one.miss] - RESOURCE_CLOSENESS[other.miss])[0];
}

/** The NotResource that leaves the request out. */
export function leavesOut(patterns: readonly string[], resource: string): NearResource | undefined {
  const pattern = patterns.find((one) => matchPattern(one, resource));
  return pattern === undefined ? undefined : { pattern, miss: 'leftOut' };
}

function missOf(pattern: string, resource: string): ResourceMiss | undefined {
  if (pattern.includes('${')) return undefined;
  if (isOfOtherPartition(pattern, resource)) return 'otherPartition';
  if (isKey(pattern) && isKey(resource)) return 'otherKey';
  if (hasAccount(pattern) && matchPattern(withoutAccount(pattern), resource)) return 'withAccount';
  const [wanted, asked] = [parseS3Arn(pattern), parseS3Arn(resource)];
  if (wanted === undefined || asked === undefined) return undefined;
  const throughAccessPoint = asked.kind === 'accessPoint' || asked.kind === 'accessPointObject';
  if (throughAccessPoint) {
    return wanted.kind === 'bucket' || wanted.kind === 'object' ? 'bucketPathOfAccessPoint' : undefined;
  }
  if (wanted.kind !== asked.kind || !('bucket' in wanted) || !('bucket' in asked)) return undefined;
  if (fits(pattern.toLowerCase(), resource.toLowerCase())) return 'otherCase';
  if (wanted.kind === 'object' && endsEarly(pattern, resource)) return 'endsEarly';
  if (isMisspelt(pattern, resource)) return 'misspelt';
  return wanted.bucket === asked.bucket ? 'otherPrefix' : 'otherBucket';
}

/** Alike but for the partition. */
function isOfOtherPartition(pattern: string, resource: string): boolean {
  const [wanted, asked] = [parseArn(pattern), parseArn(resource)];
  if (wanted === undefined || asked === undefined || wanted.partition === asked.partition) return false;
  return matchPattern(pattern.replace(/^arn:[^:]+:/, `arn:${asked.partition}:`), resource);
}

const isKey = (arn: string) => /^arn:[^:]+:kms:[^:]*:\d{12}:key\/[^*?]+$/.test(arn);

/** The ARN of a bucket has no region and no account. */
const hasAccount = (pattern: string) => /^arn:[^:]+:s3:(?:[^:*]+:[^:]*|[^:]*:[^:*]+):(?!accesspoint\/)/.test(pattern);
const withoutAccount = (pattern: string) => pattern.replace(/^(arn:[^:]+:s3):[^:]*:[^:]*:/, '$1:::');

/** It names a folder, or an object, where what is below it is asked for. */
const endsEarly = (pattern: string, resource: string) =>
  !/[*?]/.test(pattern) && resource.startsWith(`${pattern.replace(/\/$/, '')}/`);

const fits = (pattern: string, resource: string) =>
  pattern.endsWith('*') && !/[*?]/.test(pattern.slice(0, -1))
    ? resource.startsWith(pattern.slice(0, -1))
    : pattern === resource;

/** Up to its first wildcard the pattern is the resource but for a letter or two. */
function isMisspelt(pattern: string, resource: string): boolean {
  const fixed = /^[^*?]*/.exec(pattern)?.[0] ?? '';
  const beginning = fixed === pattern ? resource : resource.slice(0, fixed.length);
  // Numbers tell years and accounts apart; they are not misspelt.
  const withoutNumbers = (text: string) => text.replace(/\d/g, '0');
  if (withoutNumbers(fixed) === withoutNumbers(beginning)) return false;
  return editDistance(fixed, beginning, 2) <= 2;
}
