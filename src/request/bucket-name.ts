import type { CallTarget } from './s3-call.ts';

/**
 * Why a text cannot be the name of a bucket, as the end of a sentence; undefined if it can.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameFault(name: string): string | undefined {
  return RULES.find(([breaks]) => breaks(name))?.[1];
}

const RULES: readonly (readonly [breaks: (name: string) => boolean, says: string])[] = [
  [(name) => name.length < 3 || name.length > 63, 'bucket names are 3 to 63 characters long'],
  [(name) => /[A-Z]/.test(name), 'bucket names have no capital letters'],
  [(name) => /[^a-z0-9.-]/.test(name), 'bucket names consist of lower-case letters, digits, periods and hyphens'],
  [(name) => !/^[a-z0-9].*[a-z0-9]$/.test(name), 'bucket names begin and end with a letter or a digit'],
  [(name) => name.includes('..'), 'bucket names have no two periods side by side'],
  [(name) => /^\d+\.\d+\.\d+\.\d+$/.test(name), 'bucket names are not formatted as an IP address'],
  [(name) => /^(?:xn--|sthree-)/.test(name), 'the prefixes `xn--` and `sthree-` are reserved'],
];

/** Buckets of before March 2018 in us-east-1 may have longer names, with capitals and underscores. */
export function isLegacyBucketName(name: string): boolean {
  return /^[A-Za-z0-9._-]{3,255}$/.test(name);
}

const SUFFIXES: readonly (readonly [
  suffix: string,
  service: Extract<CallTarget, { kind: 'notCovered' }>['service'],
])[] = [
  ['--ol-s3', 'objectLambda'],
  ['.mrap', 'multiRegionAccessPoint'],
  ['--x-s3', 'directoryBucket'],
  ['--xa-s3', 'directoryBucket'],
  ['--table-s3', 's3Tables'],
  ['--op-s3', 'outposts'],
];

/** What a bare name stands for: a bucket, an access point alias, or a resource of S3's other services, told by its suffix. */
export function targetOfName(name: string, partition: string): CallTarget {
  if (name.endsWith('-s3alias')) return { kind: 'accessPointAlias', alias: name, partition };
  const service = SUFFIXES.find(([suffix]) => name.endsWith(suffix))?.[1];
  return service === undefined ? { kind: 'bucket', name, partition } : { kind: 'notCovered', service, text: name };
}
