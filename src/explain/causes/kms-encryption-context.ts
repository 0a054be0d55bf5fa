import { type FailedCondition, matchConditions } from '../../policy/match-conditions.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause, NO_CHANGES } from '../cause.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { isObjectContext } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface OtherContext extends NearMiss {
  readonly failed: FailedCondition;
}

/** A statement for the KMS key goes by the encryption context, which is the bucket's ARN with a Bucket Key. */
export const kmsEncryptionContext = cause<OtherContext>({
  code: 'kms-encryption-context',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html',
  find: (request) =>
    missedOnlyOn('condition', request).flatMap((lookedAt) => {
      const failed = failedContext(lookedAt, request);
      return failed === undefined ? [] : [{ ...nearMiss(lookedAt, 0), onCondition: spokenStatement(lookedAt), failed }];
    }),
  explain: ({ lookedAt, failed }, { request }) => ({
    because: `${spokenStatement(lookedAt)} allows it for another encryption context: ${failed.because}`,
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but for another encryption context`,
    why: `${capitalized(failed.because)}. S3 gives KMS the object's ARN as \`aws:s3:arn\`, and with a Bucket Key the bucket's: a condition written for objects matches no more once the Bucket Key is on`,
    help: 'Let the condition name what S3 sends: the ARN of the bucket with a Bucket Key, the ARNs of the objects without',
  }),
  suggest: () => NO_CHANGES,
});

function failedContext({ statement, document }: LookedAt, { request }: RequestCase): FailedCondition | undefined {
  const { failed } = matchConditions(statement.conditions, request.context, document.version);
  return failed.find(({ key }) => isObjectContext(key));
}
