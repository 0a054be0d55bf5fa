import { denyMeaning, isKey } from '../deny-meaning.ts';

/** A Deny for plain HTTP. */
export const notEncryptedInTransit = denyMeaning({
  code: 'not-encrypted-in-transit',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-HTTP-HTTPS',
  when: (condition, value) =>
    isKey('aws:SecureTransport', 's3:TlsVersion')(condition) && (value.kind === 'known' || value.kind === 'absent'),
  denies: (condition) => (isKey('s3:TlsVersion')(condition) ? 'old versions of TLS' : 'requests without TLS'),
  why: 'The statement lets in only what is sent over HTTPS, and where it names a version, over that version of TLS or a later one',
  meet: (condition) =>
    isKey('s3:TlsVersion')(condition)
      ? 'Use a client that speaks a later version of TLS'
      : 'Send the request over `https://`',
  help: 'Send the request over `https://`, with a client that is not too old',
});
