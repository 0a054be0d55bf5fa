import { errorCause } from '../error-cause.ts';

/** The signature does not fit the request: a wrong secret key, or a request changed on its way. */
export const signatureWrong = errorCause({
  code: 'signature-wrong',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  errors: ['SignatureDoesNotMatch'],
  why: 'S3 signs the request again with the secret key that it knows, and comes to another result. No policy has been looked at',
});
