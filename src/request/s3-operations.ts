import { ACCOUNT_OPERATIONS, BUCKET_OPERATIONS } from './bucket-operations.ts';
import { OBJECT_OPERATIONS } from './object-operations.ts';
import type { S3Operation } from './s3-operation.ts';

/** Every operation of S3 whose permissions are known, general purpose buckets only. */
export const S3_OPERATIONS: readonly S3Operation[] = [
  ...OBJECT_OPERATIONS,
  ...BUCKET_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
];

/** What CloudTrail calls an operation where it has another name for it. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  GetBucketPublicAccessBlock: 'GetPublicAccessBlock',
  PutBucketPublicAccessBlock: 'PutPublicAccessBlock',
  DeleteBucketPublicAccessBlock: 'DeletePublicAccessBlock',
  GetBucketObjectLockConfiguration: 'GetObjectLockConfiguration',
  PutBucketObjectLockConfiguration: 'PutObjectLockConfiguration',
  GetBucketLifecycle: 'GetBucketLifecycleConfiguration',
  PutBucketLifecycle: 'PutBucketLifecycleConfiguration',
  GetBucketNotification: 'GetBucketNotificationConfiguration',
  PutBucketNotification: 'PutBucketNotificationConfiguration',
};

const BY_NAME: ReadonlyMap<string, S3Operation> = new Map([
  ...S3_OPERATIONS.map((operation) => [operation.name.toLowerCase(), operation] as const),
  ...Object.entries(OTHER_NAMES).flatMap(([other, name]) =>
    S3_OPERATIONS.filter((operation) => operation.name === name).map(
      (operation) => [other.toLowerCase(), operation] as const,
    ),
  ),
]);

/** The operation of that name, whatever its case; also under the name that CloudTrail gives it. */
export function findS3Operation(name: string): S3Operation | undefined {
  return BY_NAME.get(name.toLowerCase());
}
