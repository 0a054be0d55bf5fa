import { describe, expect, test } from 'vitest';
import { CannotAssumeRole } from '../../src/collect/gate.ts';
import { accountOf, refuseOthersAnswer } from '../../src/collect/own-account.ts';
import type { ReadName } from '../../src/collect/reads.ts';

const ROLE = 'arn:aws:iam::444455556666:role/S3AccessDiagnostics';
const OWN = '111122223333';
const OTHER = '444455556666';

describe('the credentials at hand, where no role is to be assumed,', () => {
  test.each<[string, ReadName, string, string | undefined, boolean]>([
    ["do not tell another account's role of the same name", 'iam:GetRole', OTHER, OWN, true],
    ["nor another account's trails", 'cloudtrail:LookupEvents', OTHER, OWN, true],
    ["nor another account's buckets", 's3:ListBuckets', OTHER, OWN, true],
    ["tell their own account's role", 'iam:GetRole', OWN, OWN, false],
    ['tell of a bucket, which S3 knows by its name', 's3:GetBucketPolicy', OTHER, OWN, false],
    ['tell what a call names the account of', 's3control:GetAccessPoint', OTHER, OWN, false],
    ['are tried where it is not known whose they are', 'iam:GetRole', OTHER, undefined, false],
  ])('%s', async (_sentence, name, account, own, refused) => {
    const answer = refuseOthersAnswer({ name, account }, ROLE, async () => own);
    if (!refused) return expect(await answer).toBeUndefined();
    await expect(answer).rejects.toBeInstanceOf(CannotAssumeRole);
    await expect(answer).rejects.toThrow(`the credentials at hand are of account ${OWN}, and \`--no-assume\``);
  });

  test('are of the account that GetCallerIdentity says', () => {
    expect(accountOf({ Account: OWN, Arn: 'arn:aws:iam::111122223333:user/ana' })).toBe(OWN);
    expect(accountOf({})).toBeUndefined();
  });
});
