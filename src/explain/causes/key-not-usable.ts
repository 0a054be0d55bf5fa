import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html#key-state-table */
const USABLE: ReadonlySet<string> = new Set(['Enabled', 'Updating']);

const SAYS: ReadonlySet<string> = new Set(['KMS.DisabledException', 'KMS.KMSInvalidStateException']);

const MENDS: Readonly<Record<string, string>> = {
  Disabled: 'Enable the key with `aws kms enable-key`, if whoever disabled it agrees',
  PendingDeletion:
    'Cancel the deletion with `aws kms cancel-key-deletion`, then enable the key, if the key is still wanted',
  PendingReplicaDeletion:
    'Cancel the deletion with `aws kms cancel-key-deletion`, then enable the key, if the key is still wanted',
  PendingImport: 'Import the key material again (`aws kms import-key-material`): it was deleted or has expired',
  Unavailable: 'Connect the custom key store of the key again (`aws kms connect-custom-key-store`)',
};

interface NotUsable extends Finding {
  readonly state: string;
}

/** The key is disabled or will be deleted: KMS answers 400, whoever asks. */
export const keyNotUsable = cause<NotUsable>({
  code: 'key-not-usable',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  find: ({ evidence: { keyPolicy } }, { decision, denial }) => {
    if (keyPolicy.kind !== 'found' || USABLE.has(keyPolicy.value.keyState)) return [];
    const { keyState: state } = keyPolicy.value;
    // S3 and KMS ask the policies first: whoever they deny is told 403, whatever the key's state. Of what is open, AWS's code tells.
    const said = SAYS.has(denial.notAPolicyProblem?.code ?? '');
    if (said || decision === 'allow') return [{ layer: 'keyPolicy', role: 'gate', status: 400, state }];
    return [{ layer: 'keyPolicy', role: 'background', aside: true, state }];
  },
  explain: ({ state }, { request }) => ({
    because: `its key is in the state ${code(state)}, in which nobody can use it`,
    what: `The key ${code(request.resource)} is in the state ${code(state)}, in which nobody can use it`,
    why: 'KMS refuses with a 400 (`KMS.DisabledException` or `KMS.KMSInvalidStateException`), not with a 403: no policy changes that',
    help: MENDS[state] ?? 'Look at the key with `aws kms describe-key`, and wait until it is `Enabled`',
  }),
  suggest: () => NO_CHANGES,
});
