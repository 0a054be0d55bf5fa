import { describe, expect, test } from 'vitest';
import { notTold, UNREAD_REASONS, type Unreadable, type UnreadReason, unreadable } from '../../src/evidence/reading.ts';
import { settleAllUnread, settleUnread } from '../../src/explain/settle-unread.ts';

const NEEDS = 's3:GetBucketPolicy';
const because = 'the words do not matter: denied, has no role, could not be assumed, --vpc-endpoint';
const READ = '`s3:GetBucketPolicy` in account 444455556666';

const HELP: Readonly<Record<UnreadReason, string>> = {
  denied: `Let the diagnostic role do ${READ}, and run it again`,
  notAssumed:
    'Deploy the diagnostic role (`infra/diagnostic-role.yml`) in account 444455556666, or say `--role-name` if it has another name there, and ask again',
  credentials: `Sign in again, and run it again with credentials that AWS accepts and that may do ${READ}`,
  regionDisabled: `Enable the region in account 444455556666, and let the diagnostic role do ${READ}`,
  accountClosed: 'Have AWS reinstate account 444455556666, so that `s3:GetBucketPolicy` is answered there',
  elsewhere: `Run it again in some minutes, when S3 answers ${READ} where the bucket is`,
  notFromHere:
    'Say which account owns the bucket with `--bucket-account`, and let the diagnostic role do `s3:GetBucketPolicy` there',
  throttled: `Run it again in a minute, when AWS throttles ${READ} no more`,
  timeout: `Run it again: ${READ} was not answered in time`,
  server: `Run it again in a minute, when AWS answers ${READ}`,
  network: `Run it again from where AWS can be reached for ${READ}`,
  malformed: `Run it again, and look at what stands between here and AWS: it gave no answer of AWS to ${READ}`,
  unparsable: 'Correct that policy in account 444455556666, or look at it by hand: `s3:GetBucketPolicy` shows it',
  rejected: `See that the diagnostic role may do ${READ}, and run it again`,
  missing: `Ask with a name that exists: ${because}`,
  notRecorded: `Record the snapshot anew, with a role that may do ${READ}`,
  notTold: `Look at it by hand: ${because}`,
};

describe('what would settle it follows from the reason, not from the words', () => {
  test.each(UNREAD_REASONS)('%s', (reason) =>
    expect(settleUnread(unreadable(NEEDS, because, '444455556666', reason))).toBe(HELP[reason]),
  );
});

describe('where something can be said in place of a read', () => {
  const question = { what: 'it is not known which way the call came', say: 'say the way' };
  test.each<[string, Unreadable | undefined, string]>([
    ['it is to be said', undefined, 'Say the way'],
    [
      'and a permission would do, both are named',
      unreadable(NEEDS, because, '444455556666', 'denied'),
      `Say the way. Or let the diagnostic role do ${READ}, and run it again`,
    ],
    [
      'and the role is wanting, both are named',
      unreadable('sts:AssumeRole', because, '444455556666', 'notAssumed'),
      'Say the way. Or deploy the diagnostic role (`infra/diagnostic-role.yml`) in account 444455556666, or say `--role-name` if it has another name there, and ask again',
    ],
  ])('%s', (_sentence, failed, help) => expect(settleUnread(notTold(NEEDS, question, failed))).toBe(help));
});

test('the permissions that one account lacks are named together', () =>
  expect(
    settleAllUnread([
      unreadable('s3:GetObjectRetention', because, '444455556666', 'denied'),
      unreadable('s3:GetObjectLegalHold', because, '444455556666', 'denied'),
      unreadable('iam:GetRole', because, '111122223333', 'denied'),
      unreadable('s3:ListBucket', because, '444455556666', 'timeout'),
    ]),
  ).toBe(
    'Let the diagnostic role do `s3:GetObjectRetention` and `s3:GetObjectLegalHold` in account 444455556666, and run it again. Let the diagnostic role do `iam:GetRole` in account 111122223333, and run it again. Run it again: `s3:ListBucket` in account 444455556666 was not answered in time',
  ));
