import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { capitalized, spokenResource } from '../words.ts';

const WHY =
  'An archived object has no content to read until it is restored. That is no matter of permissions, though it comes as a 403';

interface Archived extends Finding {
  readonly storageClass: string | null;
  readonly inProgress: boolean;
}

/** The object is archived and must be restored before it can be read, whoever reads it. */
export const archivedObject = cause<Archived>({
  code: 'archived-object',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html',
  errors: {
    names: ['InvalidObjectState'],
    why: WHY,
  },
  find: ({ index, request }, { denial, collected, requests, decision }) => {
    if (index !== requests[0]?.index) return [];
    const object = collected.facts?.object;
    const { storageClass = null, restored } = object?.kind === 'found' ? object.value : {};
    const inProgress = restored === 'inProgress';
    if (denial.notAPolicyProblem?.code === 'InvalidObjectState') {
      return [{ layer: null, role: 'gate', storageClass, inProgress }];
    }
    if (!ARCHIVES.has(storageClass ?? '') || !/^s3:GetObject$/i.test(request.action)) return [];
    // A restored copy is read like any other object.
    if (restored !== undefined && restored !== 'inProgress') return [];
    // S3 asks the policies first: what they deny is told as that, and by AWS with another code.
    const seen = decision === 'allow' && denial.source === 'person';
    return [{ layer: null, ...(seen ? GATE : BESIDE), storageClass, inProgress }];
  },
  explain: ({ storageClass, inProgress }, { request }) => {
    const where = storageClass === null ? '' : ` (${code(storageClass)})`;
    const until = inProgress ? ', until the restore that was asked for is done' : '';
    return {
      because: `the object is archived${where}, and S3 answers \`InvalidObjectState\`${until}`,
      what: `${capitalized(spokenResource(request.resource))} is archived${where}: S3 answers 403 \`InvalidObjectState\`${until}`,
      why: WHY,
      help: inProgress
        ? 'Wait until the restore is done (`aws s3api head-object` shows it in `Restore`), and read it then'
        : 'Restore it with `aws s3api restore-object`, which needs `s3:RestoreObject`, and read it when the restore is done',
    };
  },
  suggest: () => NO_CHANGES,
});

const GATE = { role: 'gate' } as const;
const BESIDE = { role: 'background', aside: true } as const;
const ARCHIVES: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);
