import { parseArn } from '../../request/arn.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenAct } from '../words.ts';

/** A directory bucket: sessions give access to its objects, and `s3:` actions say nothing. */
export const directoryBucket = cause<Finding>({
  code: 'directory-bucket',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-iam.html',
  find: ({ request, evaluation }) =>
    evaluation.decision !== 'allow' && parseArn(request.resource)?.service === 's3express'
      ? [{ layer: null, role: 'background' }]
      : [],
  explain: (_finding, { request }) => ({
    because: 'sessions (`s3express:CreateSession`) give access to the objects of a directory bucket, not `s3:` actions',
    what: `${spokenAct(request)} is on a directory bucket, where \`s3express:CreateSession\` gives access to the objects`,
    why: 'Whoever may open a session may do with the objects what the session is for (`ReadOnly` or `ReadWrite`). Statements with `s3:` actions have no effect there, there are no ACLs, and AWS says no more than "Access Denied"',
    help: "Allow `s3express:CreateSession` on the bucket's ARN (`arn:aws:s3express:REGION:ACCOUNT:bucket/NAME--ZONE--x-s3`), and ask for that action",
  }),
  suggest: () => NO_CHANGES,
});
