/**
 * What one look at AWS gave: something, nothing, or no answer.
 * "Could not read" is a third answer: it never becomes "there is none".
 */
export type Reading<T> = { readonly kind: 'found'; readonly value: T } | { readonly kind: 'absent' } | Unreadable;

/** Why there is no answer. What to do about it follows from this, never from the words it is told in. */
export const UNREAD_REASONS = [
  /** The reader lacks the permission. */
  'denied',
  /** The diagnostic role of the account could not be assumed. */
  'notAssumed',
  /** AWS does not take the credentials: expired, unknown, or none at all. */
  'credentials',
  /** As `credentials`, in a region that each account enables for itself. */
  'regionDisabled',
  /** AWS answers nobody for the account: it is suspended, unpaid or closed. */
  'accountClosed',
  /** The bucket is in another region. */
  'elsewhere',
  /** Only the account that owns the bucket is answered, and it was not this one. */
  'notFromHere',
  'throttled',
  'timeout',
  /** AWS failed by itself, with a 5xx. */
  'server',
  /** There was no connection. */
  'network',
  /** The answer is not of AWS's shape. */
  'malformed',
  /** The policy is there, and is none that can be evaluated. */
  'unparsable',
  /** AWS answered with an error that has no row of its own. */
  'rejected',
  /** What was asked for by name is not there, or no more. */
  'missing',
  /** The snapshot holds no such call. */
  'notRecorded',
  /** Nobody said something that no read tells. */
  'notTold',
] as const;
export type UnreadReason = (typeof UNREAD_REASONS)[number];

/** What is not known for want of a reading, and what a person can say so that it need not be read. */
export interface OpenQuestion {
  readonly what: string;
  /** As an instruction, e.g. say which with `--bucket-account`. */
  readonly say: string;
}

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: UnreadReason;
  /** The IAM action that the reader lacks or that failed, e.g. `s3:GetBucketPolicy`. */
  readonly needs: string;
  /** One sentence a person can act on: which error, which role, what to do. */
  readonly because: string;
  /** The account in which it was tried, if one is known. */
  readonly account?: string;
  readonly question?: OpenQuestion;
}

export const found = <T>(value: T): Reading<T> => ({ kind: 'found', value });
export const absent: Reading<never> = { kind: 'absent' };
export const unreadable = (
  needs: string,
  because: string,
  account?: string,
  reason: UnreadReason = 'notTold',
): Unreadable => ({ kind: 'unreadable', reason, needs, because, ...(account === undefined ? {} : { account }) });

/** What nobody said, and what to say; where a read would have told it, why that failed is in brackets. */
export const notTold = (needs: string, question: OpenQuestion, failed?: Unreadable): Unreadable => {
  const asked = `${question.what}; ${question.say}`;
  return failed === undefined
    ? { ...unreadable(needs, asked), question }
    : { ...failed, because: `${asked} (${failed.because})`, question };
};
