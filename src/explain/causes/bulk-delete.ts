import { cause, type Finding, NO_CHANGES } from '../cause.ts';

/** DeleteObjects answers 200 even where it refuses single versions: each has an error of its own in the answer. */
export const bulkDelete = cause<Finding>({
  code: 'bulk-delete',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html',
  find: ({ index }, { denial, collected: { settings }, requests }) => {
    if (denial.call.operation !== 'DeleteObjects' || index !== requests[0]?.index || settings === undefined) return [];
    const { objectLock, versioning } = settings;
    const guarded = objectLock.kind === 'found' || (versioning.kind === 'found' && versioning.value.mfaDelete);
    return guarded ? [{ layer: null, role: 'background', aside: true }] : [];
  },
  explain: (_finding, _request, { collected: { settings } }) => {
    const mfa = settings?.versioning.kind === 'found' && settings.versioning.value.mfaDelete;
    return {
      because: `${mfa ? 'MFA Delete' : 'Object Lock'} is on for the bucket, and single versions of a bulk delete may be refused within an answer of 200`,
      what: `The bucket has ${mfa ? 'MFA Delete' : 'Object Lock'} on, and \`DeleteObjects\` is refused version by version`,
      why: mfa
        ? "With MFA Delete a bulk delete that names any version fails as a whole, unless the root user of the bucket's account sends `x-amz-mfa`; one that names keys alone adds delete markers"
        : 'A version under a retention that has not ended, or under a legal hold, is not deleted: the answer is 200, with an `Error` `AccessDenied` for its key. Keys without a version get delete markers, and those work',
      help: 'Look for `Errors` in the answer of the bulk delete, and ask about one of its versions: with its key and `--version-id`, as `DeleteObject`',
    };
  },
  suggest: () => NO_CHANGES,
});
