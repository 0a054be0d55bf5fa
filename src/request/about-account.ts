import { findS3Action } from './s3-actions.ts';
import type { S3Operation } from './s3-operation.ts';

/** Whether an operation, or an IAM action, is about the caller's account as a whole: such a call names no bucket. */
export function isAboutAccount(asked: S3Operation | string | undefined): boolean {
  if (asked === undefined) return false;
  return typeof asked === 'string' ? findS3Action(asked)?.kind === 'account' : asked.addresses === 'account';
}
