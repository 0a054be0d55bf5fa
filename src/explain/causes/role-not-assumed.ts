import { cause, type Finding, NO_CHANGES } from '../cause.ts';

/** AWS's sentence is about assuming a role: the call never came as far as S3. */
export const roleNotAssumed = cause<Finding>({
  code: 'role-not-assumed',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html',
  find: ({ index }, { denial, requests }) =>
    index === requests[0]?.index && denial.reportedReason?.layer === 'roleTrustPolicy'
      ? [{ layer: null, role: 'background' }]
      : [],
  explain: () => ({
    because: 'AWS refused to let the role be assumed, which comes before any call of S3',
    what: 'The denial is of `sts:AssumeRole`: the role was never assumed, and S3 was never asked',
    why: "A role's trust policy says who may assume it. It is looked at when the role is assumed, and never by S3",
    help: 'Add the caller to the trust policy of the role, beside whom it names already, and allow the caller `sts:AssumeRole` on the role',
  }),
  suggest: () => NO_CHANGES,
});
