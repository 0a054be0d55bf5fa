import { code } from '../../policy/words.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { capitalized, spokenResource } from '../words.ts';

interface Archived extends Finding {
  readonly storageClass: string | null;
}

/** The object is archived and must be restored before it can be read, whoever reads it. */
export const archivedObject = cause<Archived>({
  code: 'archived-object',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html',
  find: ({ index, request }, { denial, collected, requests }) => {
    if (index !== requests[0]?.index) return [];
    const object = collected.facts?.object;
    const storageClass = object?.kind === 'found' ? (object.value.storageClass ?? null) : null;
    if (denial.notAPolicyProblem?.code === 'InvalidObjectState') return [{ layer: null, role: 'gate', storageClass }];
    if (!ARCHIVES.has(storageClass ?? '') || !/^s3:GetObject$/i.test(request.action)) return [];
    // It may have been restored for a while, which the list does not tell.
    return [{ layer: null, role: 'background', aside: true, storageClass }];
  },
  explain: ({ storageClass, role }, { request }) => {
    const where = storageClass === null ? '' : ` (${code(storageClass)})`;
    const unless = role === 'gate' ? '' : ', unless it was restored for a while';
    return {
      because: `the object is archived${where}, and S3 answers \`InvalidObjectState\`${unless}`,
      what: `${capitalized(spokenResource(request.resource))} is archived${where}: S3 answers 403 \`InvalidObjectState\`${unless}`,
      why: 'An archived object has no content to read until it is restored. That is no matter of permissions, though it comes as a 403',
      help: 'Restore it with `aws s3api restore-object`, which needs `s3:RestoreObject`, and read it when the restore is done',
    };
  },
  suggest: () => NO_CHANGES,
});

const ARCHIVES: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);
