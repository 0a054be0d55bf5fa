import { denyMeaning } from '../deny-meaning.ts';

/** A Deny for uploads that do not ask for a certain encryption. */
export const encryptionHeaderRequired = denyMeaning({
  code: 'encryption-header-required',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms',
  when: ({ key }) => /^s3:x-amz-server-side-encryption/i.test(key),
  denies: ({ key }) => `uploads without the encryption that it asks for by \`${key.replace(/^s3:/i, '')}\``,
  why: "The key is there only if the client sends the header; the bucket's default encryption does not fill it in",
  meet: ({ key, operator, values }) =>
    /Not/.test(operator) && values[0] !== undefined
      ? `Send \`${key.replace(/^s3:/i, '')}: ${values[0]}\` with the upload`
      : `Send \`${key.replace(/^s3:/i, '')}\` with the upload`,
  help: 'Send the header, e.g. `aws s3 cp --sse aws:kms --sse-kms-key-id …`. Or let the statement ask only where the header is sent (`Null` or `IfExists`), since the default encryption does the rest',
});
