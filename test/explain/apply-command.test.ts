import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { applyCaution, applyCommand } from '../../src/explain/apply-command.ts';
import type { PolicyPlace } from '../../src/explain/policy-change.ts';

const place = (layer: PolicyPlace['layer'], target: string, name: string): PolicyPlace => ({
  layer,
  name,
  target,
  level: null,
  account: '111122223333',
  text: '{}',
});

const IAM = 'arn:aws:iam::111122223333:';
const SSO_ROLE = `${IAM}role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Read_0123456789abcdef`;

/** Each call as the AWS CLI reference has it: https://docs.aws.amazon.com/cli/latest/reference/ */
test.each<[string, PolicyPlace, string | null]>([
  [
    'an inline policy of a role with a path',
    place('identityPolicies', `${IAM}role/batch/export`, 'work'),
    'aws iam put-role-policy --role-name export --policy-name work --policy-document file://work.json',
  ],
  [
    'an inline policy of a user',
    place('identityPolicies', `${IAM}user/ana`, 'work'),
    'aws iam put-user-policy --user-name ana --policy-name work --policy-document file://work.json',
  ],
  [
    'an inline policy of a group',
    place('identityPolicies', `${IAM}group/analysts`, 'work'),
    'aws iam put-group-policy --group-name analysts --policy-name work --policy-document file://work.json',
  ],
  [
    'a managed policy takes a new version, which becomes the one that counts',
    place('identityPolicies', `${IAM}policy/shared`, 'shared'),
    `aws iam create-policy-version --policy-arn ${IAM}policy/shared --set-as-default --policy-document file://shared.json`,
  ],
  [
    "AWS's own managed policy cannot be edited",
    place('identityPolicies', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'r'),
    null,
  ],
  ['a role that a permission set writes', place('identityPolicies', SSO_ROLE, 'AwsSSOInlinePolicy'), null],
  ['a session policy is passed, not put', place('sessionPolicies', `${IAM}role/reports`, 'session policy'), null],
  [
    'a bucket policy',
    place('bucketPolicy', 'arn:aws:s3:::ledger', 'bucket policy'),
    'aws s3api put-bucket-policy --bucket ledger --policy file://bucket-policy.json',
  ],
  [
    'an access point policy, in its region',
    place('accessPointPolicy', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/finance', 'access point policy'),
    'aws s3control put-access-point-policy --account-id 111122223333 --name finance --region eu-west-1 --policy file://access-point-policy.json',
  ],
  [
    'a key policy, whose only name is default',
    place('keyPolicy', 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd', 'key policy'),
    'aws kms put-key-policy --key-id arn:aws:kms:eu-west-1:111122223333:key/1234abcd --policy-name default --region eu-west-1 --policy file://key-policy.json',
  ],
  [
    'an endpoint policy',
    place('vpcEndpointPolicy', 'arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-0a1b', 'vpce-0a1b'),
    'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-0a1b --region eu-west-1 --policy-document file://vpce-0a1b.json',
  ],
  [
    'an SCP',
    place(
      'serviceControlPolicies',
      'arn:aws:organizations::9:policy/o-a1/service_control_policy/p-1234abcd',
      'only ec2',
    ),
    'aws organizations update-policy --policy-id p-1234abcd --content file://only-ec2.json',
  ],
])('%s', (_sentence, where, command) => expect(applyCommand(where)).toBe(command));

test('a document that fits only without its white space is sent without it', () => {
  const bucket = place('bucketPolicy', 'arn:aws:s3:::ledger', 'bucket policy');
  expect(applyCommand(bucket, 'compact')).toBe(
    'aws s3api put-bucket-policy --bucket ledger --policy "$(jq -c . bucket-policy.json)"',
  );
});

test('a managed policy has room for five versions', () => {
  expect(applyCaution(place('identityPolicies', `${IAM}policy/shared`, 'shared'))).toContain('delete-policy-version');
  expect(applyCaution(place('identityPolicies', `${IAM}role/reports`, 'work'))).toBeNull();
});

test.each([
  ['quotes and a semicolon', "x'; rm -rf ~; '"],
  ['a command substitution', '$(touch hacked)`id`'],
  ['a leading dash', '--cli-input-json'],
  ['a line break', 'a\nb'],
])('a name with %s reaches the program as one word', (_sentence, name) => {
  const command = applyCommand(place('identityPolicies', `${IAM}role/reports`, name));
  const words = execFileSync('/bin/sh', ['-c', `aws() { printf '%s\\0' "$@"; }\n${command}`], { encoding: 'utf8' });
  const given = words.split('\0').slice(0, -1);
  const at = given.findIndex((word) => word.startsWith('--policy-name'));
  expect(given[at] === '--policy-name' ? given[at + 1] : given[at]?.slice('--policy-name='.length)).toBe(name);
  expect(given.at(-1)).toMatch(/^file:\/\/[\w.-]+\.json$/);
});
