import { parseS3Arn } from '../request/s3-arn.ts';
import { editDistance } from './edit-distance.ts';

/** In what a Resource that does not cover the request comes close. */
export type ResourceMiss = 'otherCase' | 'misspelt' | 'otherPrefix' | 'otherBucket' | 'bucketPathOfAccessPoint';

export const RESOURCE_CLOSENESS: Record<ResourceMiss, number> = {
  otherCase: 0,
  misspelt: 1,
  bucketPathOfAccessPoint: 1,
  otherPrefix: 2,
  otherBucket: 4,
};

/** The Resource that comes closest; undefined where none does, or where the miss is one of bucket against object. */
export function nearestResource(
  patterns: readonly string[],
  resource: string,
): { readonly pattern: string; readonly miss: ResourceMiss } | undefined {
  return patterns
    .flatMap((pattern) => {
      const miss = missOf(pattern, resource);
      return miss === undefined ? [] : [{ pattern, miss }];
    })
    .sort((one, other) => RESOURCE_CLOSENESS[one.miss] - RESOURCE_CLOSENESS[other.miss])[0];
}

function missOf(pattern: string, resource: string): ResourceMiss | undefined {
  const [wanted, asked] = [parseS3Arn(pattern), parseS3Arn(resource)];
  if (wanted === undefined || asked === undefined || pattern.includes('${')) return undefined;
  const throughAccessPoint = asked.kind === 'accessPoint' || asked.kind === 'accessPointObject';
  if (throughAccessPoint) {
    return wanted.kind === 'bucket' || wanted.kind === 'object' ? 'bucketPathOfAccessPoint' : undefined;
  }
  if (wanted.kind !== asked.kind || !('bucket' in wanted) || !('bucket' in asked)) return undefined;
  if (fits(pattern.toLowerCase(), resource.toLowerCase())) return 'otherCase';
  if (isMisspelt(pattern, resource)) return 'misspelt';
  return wanted.bucket === asked.bucket ? 'otherPrefix' : 'otherBucket';
}

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
