import { z } from 'zod';
import { type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import { parsePolicyDocument } from '../policy/parse-policy-document.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';

/** A policy as a service hands it out: text, or (from some endpoints) its JSON already parsed. */
export const PolicyText = z.union([z.string(), z.record(z.string(), z.unknown())]);
export type PolicyText = z.infer<typeof PolicyText>;

export interface PolicyPlace {
  readonly needs: string;
  readonly account?: string | undefined;
  /** What a person calls the policy, e.g. bucket policy of `payroll-reports`. */
  readonly of: string;
}

/** The policy in a text; one that does not parse is unreadable and says where. */
export function policyDocument(text: PolicyText, { needs, account, of }: PolicyPlace): PolicyDocument | Unreadable {
  const parsed = parsePolicyDocument(text);
  if (parsed.kind === 'parsed') return parsed.document;
  const because = `the ${of} was read, but it is no policy that can be evaluated: ${parsed.because}`;
  return unreadable(needs, because, account, 'unparsable');
}

/** A policy that was listed and could not be read. One that is not there when it is asked for was deleted in between. */
export const unreadPolicy = (
  reading: Exclude<Reading<unknown>, { readonly kind: 'found' }>,
  { needs, account }: PolicyPlace,
): Unreadable =>
  reading.kind === 'unreadable' ? reading : unreadable(needs, 'the policy was deleted meanwhile', account, 'missing');
