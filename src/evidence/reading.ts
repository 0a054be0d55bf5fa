/**
 * What one look at AWS gave: something, nothing, or no answer.
 * "Could not read" is a third answer: it never becomes "there is none".
 */
export type Reading<T> = { readonly kind: 'found'; readonly value: T } | { readonly kind: 'absent' } | Unreadable;

export interface Unreadable {
  readonly kind: 'unreadable';
  /** The IAM action that the reader lacks or that failed, e.g. `s3:GetBucketPolicy`. */
  readonly needs: string;
  /** One sentence a person can act on: which error, which role, what to do. */
  readonly because: string;
  /** The account in which it was tried, if one is known. */
  readonly account?: string;
}

export const found = <T>(value: T): Reading<T> => ({ kind: 'found', value });
export const absent: Reading<never> = { kind: 'absent' };
export const unreadable = (needs: string, because: string, account?: string): Unreadable =>
  account === undefined ? { kind: 'unreadable', needs, because } : { kind: 'unreadable', needs, because, account };
