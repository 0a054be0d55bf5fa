/** What the readings note of a thing that a cause tells better. */
const TOLD: Readonly<Record<string, RegExp>> = {
  'no-such-bucket': /^There is no bucket `/,
  'missing-object-hidden': /^There is no object `/,
  'archived-object': /^The object is archived/,
  'requester-pays': /^The bucket is a Requester Pays bucket/,
  'mfa-delete': /^MFA Delete is on/,
  'object-locked': /^The version is (?:locked|under a legal hold)/,
  'website-endpoint': /^The URL is of a website endpoint/,
  'presigned-url-signer': /^The request was a presigned URL/,
};

/** The notes that no cause of these codes tells already. */
export function untoldNotes(notes: readonly string[], codes: readonly string[]): readonly string[] {
  const told = codes.flatMap((code) => TOLD[code] ?? []);
  return notes.filter((note) => !told.some((pattern) => pattern.test(note)));
}
