import { parseArn } from '../../request/arn.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenAct } from '../words.ts';

/** An Object Lambda access point: four sets of permissions, of which three are not read. */
export const objectLambda = cause<Finding>({
  code: 'object-lambda',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-policies.html',
  find: ({ request, evaluation }) =>
    evaluation.decision !== 'allow' && parseArn(request.resource)?.service === 's3-object-lambda'
      ? [{ layer: null, role: 'background' }]
      : [],
  explain: (_finding, { request }) => ({
    because: 'it goes through an Object Lambda access point, whose function must permit it as well',
    what: `${spokenAct(request)} goes through an Object Lambda access point, which is not evaluated`,
    why: "The caller needs `s3-object-lambda:` actions on it, `lambda:InvokeFunction` on its function, and the `s3:` action on the supporting access point and its bucket; the function's role needs `s3-object-lambda:WriteGetObjectResponse`",
    help: 'Ask about the supporting access point first, by its ARN: that part is evaluated. Then look at the function and its role',
  }),
  suggest: () => NO_CHANGES,
});
