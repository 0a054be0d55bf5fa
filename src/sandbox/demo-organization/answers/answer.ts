import { createHash } from 'node:crypto';
import type { Inputs, ReadsOf } from '../../../collect/inputs.ts';
import type { Service } from '../../../collect/reads.ts';
import type { DemoAccount, DemoPolicy } from '../demo-account.ts';
import { RECORDED_AT } from '../organization.ts';

/** What AWS would answer in an account of the demo organization: the SDK's output, or a thrown AwsRefusal. */
export type Answers<S extends Service> = {
  readonly [N in ReadsOf<S>]: (account: DemoAccount, input: Inputs[N], region: string) => unknown;
};

/** An error as the SDK throws it. */
export class AwsRefusal extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, httpStatusCode: number, message: string) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

export const minutesAgo = (minutes: number): Date => new Date(Date.parse(RECORDED_AT) - minutes * 60_000);

/** The document as somebody wrote it into AWS. */
export const policyText = (policy: DemoPolicy): string => JSON.stringify(policy, null, 2);

/** An id of AWS's form (`AROA…`, 21 letters and digits) that is the same in every recording. */
export function uniqueId(prefix: string, name: string): string {
  const letters = createHash('sha256').update(name).digest('hex').toUpperCase();
  return `${prefix}${letters}`.slice(0, 21);
}
