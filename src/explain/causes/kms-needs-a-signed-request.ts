import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenResource } from '../words.ts';

/** An anonymous caller, and an object under a KMS key: no policy lets the two together. */
export const kmsNeedsASignedRequest = cause<Finding>({
  code: 'kms-needs-a-signed-request',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  find: ({ request, evaluation }) =>
    request.action.startsWith('kms:') && request.principal.kind === 'anonymous' && evaluation.decision === 'deny'
      ? [{ layer: 'keyPolicy', role: 'blocker' }]
      : [],
  explain: (_finding, { request }) => ({
    because: 'the object is encrypted with a KMS key, which S3 uses for signed requests only',
    what: `Nobody without credentials can use the KMS key ${spokenResource(request.resource)}, whatever the bucket policy or an ACL gives to everyone`,
    why: 'S3 asks KMS in the name of the caller, so requests for objects that are encrypted with SSE-KMS must be signed, and sent over TLS',
    help: 'Sign the request; what everybody is to read, encrypt with SSE-S3 instead, or serve it by CloudFront with origin access control',
  }),
  suggest: () => NO_CHANGES,
});
