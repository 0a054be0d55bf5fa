import { contextValue } from '../../request/condition-context.ts';
import type { NotAPolicyProblem } from '../../request/not-a-policy-problem.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { capitalized, spokenCaller } from '../words.ts';

interface NotGranted extends Finding {
  readonly problem: NotAPolicyProblem | null;
}

const WHY =
  'S3 Access Grants give credentials for a prefix only where a grant covers it, for the identity that asks and for reading or writing as it asks. The grants are no policies, and are not looked at here';

/** S3 Access Grants: no grant covers the prefix, or the credentials of a grant are used beyond it. */
export const accessGrants = cause<NotGranted>({
  code: 'access-grants',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html',
  errors: { names: ['NoGrantForPrefix'], why: WHY },
  find: ({ index, request, evaluation }, { denial, requests }) => {
    const { notAPolicyProblem: problem } = denial;
    if (problem?.name === 'NoGrantForPrefix') {
      return index === requests[0]?.index ? [{ layer: null, role: 'gate', problem }] : [];
    }
    const through = contextValue(request.context, 's3:AccessGrantsInstanceArn').kind === 'known';
    return through && evaluation.decision !== 'allow'
      ? [{ layer: 'sessionPolicies', role: 'background', problem: null }]
      : [];
  },
  explain: ({ problem }, { request }) => ({
    because:
      problem?.what ??
      'its credentials are of S3 Access Grants, and their session policy reaches as far as the grant does',
    what: capitalized(
      problem?.what ?? `${spokenCaller(request.principal)} calls with credentials that S3 Access Grants gave`,
    ),
    why:
      problem === null
        ? "The credentials are a session of the location's role, with a session policy that holds it to the prefix and the permission of the grant; the role's own policies, the bucket policy and the KMS key must allow as well"
        : WHY,
    help: 'Look at the grants of the instance with `aws s3control list-access-grants`, and have one made that covers the prefix',
  }),
  suggest: () => NO_CHANGES,
});
