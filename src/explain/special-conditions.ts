import { matchPattern } from '../policy/match-pattern.ts';
import type { Condition, Effect } from '../policy/policy-document.ts';
import { contextValue } from '../request/condition-context.ts';
import type { Case, RequestCase } from './case.ts';

/** Keys that exist only when an AWS service calls for one of its resources. */
const SOURCE_KEYS = /^aws:source(?:arn|account|orgid|orgpaths)$/i;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn */
export function isServiceOnlyKey(key: string, { request }: RequestCase): boolean {
  return SOURCE_KEYS.test(key) && request.principal.kind !== 'service';
}

/** A tag of the bucket, which counts only while attribute-based access control is on for it. */
export const isBucketTag = (key: string): boolean => /^(?:aws:resourcetag|s3:buckettag)\//i.test(key);

/** A tag of the bucket that does not count, since attribute-based access control is off. */
export function isUncountedTag(key: string, { collected }: Case): boolean {
  const abac = collected.settings?.abac;
  return isBucketTag(key) && abac?.kind === 'found' && abac.value === 'Disabled';
}

/** The moment of the request. */
export const isTimeKey = (key: string): boolean => /^aws:(?:currenttime|epochtime)$/i.test(key);

/** What S3 gives KMS as encryption context: the ARN of the object, or of the bucket. */
export const isObjectContext = (key: string): boolean => /^kms:encryptioncontext:aws:s3:arn$/i.test(key);

/** `aws:SourceIp` is not in a request that comes through a VPC endpoint. */
export function isSourceIpBehindEndpoint(key: string, { request }: RequestCase): boolean {
  return key.toLowerCase() === 'aws:sourceip' && contextValue(request.context, 'aws:SourceVpce').kind === 'known';
}

/** Conditions that have causes of their own. */
export function isSpecialCondition(condition: Condition, effect: Effect, request: RequestCase): boolean {
  const { key } = condition;
  if (meantAsPattern(condition, request) !== undefined || isSourceIpBehindEndpoint(key, request)) return true;
  return effect === 'Allow' && (isServiceOnlyKey(key, request) || isObjectContext(key) || isTimeKey(key));
}

/** A value with a wildcard that would fit if the operator knew any. */
export function meantAsPattern({ operator, key, values }: Condition, { request }: RequestCase): string | undefined {
  if (!/(?:^|:)String(?:Not)?Equals(?:IfExists)?$/.test(operator)) return undefined;
  const value = contextValue(request.context, key);
  const known = value.kind === 'known' ? value.values : [];
  return values.find((text) => /[*?]/.test(text) && known.some((one) => one !== text && matchPattern(text, one)));
}
