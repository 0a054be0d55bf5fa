import fc from 'fast-check';
import type { AccessRequest } from '../../src/request/access-request.ts';
import type { ConditionContext, ContextValue } from '../../src/request/condition-context.ts';

/** A context in which only the named keys are known; the rest is absent, or unknown if so said. */
export function context(
  keys: Readonly<Record<string, string | readonly string[] | ContextValue>>,
  otherKeys: 'absent' | 'unknown' = 'absent',
): ConditionContext {
  const value = (given: string | readonly string[] | ContextValue): ContextValue => {
    if (typeof given === 'string') return { kind: 'known', values: [given] };
    return 'kind' in given ? given : { kind: 'known', values: given };
  };
  return {
    keys: new Map(Object.entries(keys).map(([key, given]) => [key.toLowerCase(), value(given)])),
    otherKeys,
  };
}

export const ROLE = {
  kind: 'role',
  arn: 'arn:aws:iam::111122223333:role/reports',
  account: '111122223333',
} as const;

export function request(overrides: Partial<AccessRequest> = {}): AccessRequest {
  return {
    principal: ROLE,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::example-reports/2024.csv',
    resourceAccount: '111122223333',
    context: context({}),
    ...overrides,
  };
}

/** Short texts over few letters, so that patterns meet. */
export const shortText = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ':'), maxLength: 6 });
export const shortPattern = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ':', '*', '?'), maxLength: 6 });
