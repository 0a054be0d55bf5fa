import { denyMeaning, isKey } from '../deny-meaning.ts';

/** A Deny for presigned URLs, or for those that were signed too long ago. */
export const presignedUrlTooOld = denyMeaning({
  code: 'presigned-url-too-old',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
  when: isKey('s3:signatureAge', 's3:authType'),
  denies: (condition) =>
    /age$/i.test(condition.key)
      ? `requests whose signature is older than ${condition.values[0] ?? ''} milliseconds`
      : `requests that are signed in this way (\`${condition.key}\`)`,
  why: 'A presigned URL may be limited beyond the time that was signed into it: the policy counts from the moment of signing',
  meet: (condition) =>
    /age$/i.test(condition.key) ? 'Sign a new URL, and use it at once' : 'Sign the request in its headers, as SDKs do',
  help: 'Sign anew, and use it at once, or call with credentials rather than by a presigned URL',
});
