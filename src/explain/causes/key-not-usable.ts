import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';

interface NotUsable extends Finding {
  readonly state: string;
}

/** The key is disabled or will be deleted: KMS answers 400, whoever asks. */
export const keyNotUsable = cause<NotUsable>({
  code: 'key-not-usable',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  find: ({ evidence: { keyPolicy } }) =>
    keyPolicy.kind === 'found' && keyPolicy.value.keyState !== 'Enabled'
      ? [{ layer: 'keyPolicy', role: 'background', state: keyPolicy.value.keyState }]
      : [],
  explain: ({ state }, { request }) => ({
    because: `its key is in the state ${code(state)}, in which nobody can use it`,
    what: `The key ${code(request.resource)} is in the state ${code(state)}, in which nobody can use it`,
    why: 'KMS refuses with a 400 (`KMS.DisabledException` or `KMS.KMSInvalidStateException`), not with a 403: no policy changes that',
    help:
      state === 'PendingDeletion'
        ? 'Cancel the deletion with `aws kms cancel-key-deletion`, then enable the key, if the key is still wanted'
        : 'Enable the key with `aws kms enable-key`, if whoever disabled it agrees',
  }),
  suggest: () => NO_CHANGES,
});
