import type { Condition } from '../../policy/policy-document.ts';
import { denyMeaning } from '../deny-meaning.ts';

/** A Deny for uploads that do not ask for a certain encryption. */
export const encryptionHeaderRequired = denyMeaning({
  code: 'encryption-header-required',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms',
  when: (condition) => /^s3:x-amz-server-side-encryption/i.test(condition.key) && asksFor(condition),
  denies: ({ key }) => `uploads without the encryption that it asks for by \`${key.replace(/^s3:/i, '')}\``,
  why: "The key is there only if the client sends the header; the bucket's default encryption does not fill it in",
  meet: ({ key, operator, values }) =>
    /Not/.test(operator) && values[0] !== undefined
      ? `Send \`${key.replace(/^s3:/i, '')}: ${values[0]}\` with the upload`
      : `Send \`${key.replace(/^s3:/i, '')}\` with the upload`,
  help: 'Send the header, e.g. `aws s3 cp --sse aws:kms --sse-kms-key-id …`. Or let the statement ask only where the header is sent (`Null` or `IfExists`), since the default encryption does the rest',
});

/** The Deny is for what is sent without it; one for what is sent with it forbids the header, and sending it helps nobody. */
function asksFor({ operator, values }: Condition): boolean {
  if (/^Null$/i.test(operator)) return values.every((value) => value.toLowerCase() === 'true');
  return /Not/i.test(operator);
}
