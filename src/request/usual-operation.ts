import type { S3Call } from './s3-call.ts';
import type { S3Operation } from './s3-operation.ts';
import { findS3Operation, S3_OPERATIONS } from './s3-operations.ts';

/** The operation that people usually mean, where the action's name is another. */
const USUAL: Readonly<Record<string, string>> = {
  's3:ListBucket': 'ListObjectsV2',
  's3:ListBucketVersions': 'ListObjectVersions',
  's3:ListBucketMultipartUploads': 'ListMultipartUploads',
  's3:ListAllMyBuckets': 'ListBuckets',
  'kms:Decrypt': 'GetObject',
  'kms:GenerateDataKey': 'PutObject',
};

/** The S3 API operation of the same name as an IAM action, or of the name that people usually mean by it. */
export const namesakeOperation = (action: string): S3Operation | undefined =>
  findS3Operation(USUAL[action] ?? action.slice(action.indexOf(':') + 1));

/** The S3 API operation that needs an IAM action: its namesake, else one that always needs it, else one that may. */
export function usualOperation(action: string): S3Operation | undefined {
  return (
    namesakeOperation(action) ??
    S3_OPERATIONS.find(({ needs }) => needs.some((need) => need.action === action && need.whenCarried === undefined)) ??
    S3_OPERATIONS.find(({ needs }) => needs.some((need) => need.kind === 's3' && need.versionAction === action)) ??
    S3_OPERATIONS.find(({ needs }) => needs.some((need) => need.action === action))
  );
}

/** The S3 API operation of a call; of one that was asked about by an action, the one to which the action belongs. */
export function operationOfCall({ operation, action }: S3Call): string {
  const known = findS3Operation(operation)?.name;
  if (action === undefined) return known ?? operation;
  const usual = usualOperation(action)?.name;
  // An event tells what the key was used for.
  return (action.startsWith('kms:') ? (known ?? usual) : (usual ?? known)) ?? action;
}
