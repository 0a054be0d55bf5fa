import type { NoteTopic, TopicNote } from '../evidence/collected.ts';

/** What the readings note of a thing that a cause tells better. */
const TOLD_BY: Readonly<Record<NoteTopic, string>> = {
  callerMissing: 'no-such-caller',
  bucketMissing: 'no-such-bucket',
  objectMissing: 'missing-object-hidden',
  objectArchived: 'archived-object',
  requesterPays: 'requester-pays',
  mfaDelete: 'mfa-delete',
  objectLocked: 'object-locked',
};

/** As the doors note it, whose notes lie in a queue as plain words. */
const TOLD_OF_DOORS: Readonly<Record<string, RegExp>> = {
  'website-endpoint': /^The URL is of a website endpoint/,
  'presigned-url-signer': /^The request was a presigned URL/,
};

/** The notes that no cause of these codes tells already. */
export function untoldNotes(
  notes: readonly string[],
  topics: readonly TopicNote[],
  codes: readonly string[],
): readonly string[] {
  const told = new Set(topics.filter(({ topic }) => codes.includes(TOLD_BY[topic])).map(({ says }) => says));
  const patterns = codes.flatMap((code) => TOLD_OF_DOORS[code] ?? []);
  return notes.filter((note) => !told.has(note) && !patterns.some((pattern) => pattern.test(note)));
}
