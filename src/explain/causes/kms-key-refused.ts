import { errorCause } from '../error-cause.ts';

/** KMS does not use the key at all: disabled, about to be deleted, of another region, or not for encryption. */
export const kmsKeyRefused = errorCause({
  code: 'kms-key-refused',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  errors: [
    'KMS.DisabledException',
    'KMS.KMSInvalidStateException',
    'KMS.NotFoundException',
    'KMS.InvalidKeyUsageException',
  ],
  why: 'KMS refuses a key in such a state with a 400, whoever asks: no policy changes that',
});
