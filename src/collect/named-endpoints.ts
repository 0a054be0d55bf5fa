import type { BucketPolicy } from '../evidence/evidence.ts';
import type { Reading } from '../evidence/reading.ts';
import { isAccountId } from '../request/arn.ts';

/** The VPC endpoints that a bucket policy's own conditions name, and the accounts that it says own endpoints. */
export interface NamedEndpoints {
  readonly endpoints: readonly string[];
  readonly accounts: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html */
export function endpointsNamedIn(reading: Reading<BucketPolicy>): NamedEndpoints {
  if (reading.kind !== 'found' || 'kind' in reading.value.policy.document) return { endpoints: [], accounts: [] };
  const conditions = reading.value.policy.document.statements.flatMap((statement) => statement.conditions);
  const valuesOf = (name: string) => [
    ...new Set(conditions.filter(({ key }) => key.toLowerCase() === name).flatMap(({ values }) => values)),
  ];
  return {
    endpoints: valuesOf('aws:sourcevpce').filter((value) => /^vpce-[0-9a-z]+$/.test(value)),
    accounts: valuesOf('aws:vpceaccount').filter(isAccountId),
  };
}
