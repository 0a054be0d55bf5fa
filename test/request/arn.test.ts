import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatArn, PARTITIONS, parseArn, partitionOfRegion } from '../../src/request/arn.ts';
import { parsePrincipalArn } from '../../src/request/principal-arn.ts';
import { formatS3Arn, parseS3Arn, type S3Arn } from '../../src/request/s3-arn.ts';

const partition = fc.constantFrom(...PARTITIONS);
const account = fc.stringMatching(/^\d{12}$/);
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$/);
const region = fc.constantFrom('us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1');
const key = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.trim() !== '');

describe('an ARN', () => {
  test('is the same after parsing and formatting, in any partition', () => {
    fc.assert(
      fc.property(
        partition,
        name,
        region,
        account,
        fc.string({ unit: 'binary' }),
        (part, service, reg, acc, resource) => {
          const arn = { partition: part, service, region: reg, account: acc, resource };
          expect(parseArn(formatArn(arn))).toEqual(arn);
        },
      ),
    );
  });

  test('is looked for in any text without an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => [parseArn(text), parseS3Arn(text), parsePrincipalArn(text)]).not.toThrow();
        expect(() => [
          parseS3Arn(`arn:aws:s3:::${text}`),
          parsePrincipalArn(`arn:aws:iam::111122223333:${text}`),
        ]).not.toThrow();
      }),
    );
  });
});

describe('an ARN of S3', () => {
  const s3Arn: fc.Arbitrary<S3Arn> = fc.oneof(
    fc.record({ kind: fc.constant('bucket' as const), partition, bucket: name }),
    fc.record({ kind: fc.constant('object' as const), partition, bucket: name, key }),
    fc.record({ kind: fc.constant('accessPoint' as const), partition, region, account, name }),
    fc.record({ kind: fc.constant('accessPointObject' as const), partition, region, account, name, key }),
  );

  test('is the same after formatting and parsing, whatever the key', () => {
    fc.assert(
      fc.property(s3Arn, (arn) => {
        expect(parseS3Arn(formatS3Arn(arn))).toEqual(arn);
      }),
    );
  });

  test.each<[string, string, unknown]>([
    ['a bucket', 'arn:aws:s3:::payroll-reports', { kind: 'bucket', partition: 'aws', bucket: 'payroll-reports' }],
    [
      'a bucket with a slash behind it',
      'arn:aws:s3:::payroll-reports/',
      { kind: 'bucket', partition: 'aws', bucket: 'payroll-reports' },
    ],
    [
      'an object whose key has colons, slashes and spaces',
      'arn:aws-cn:s3:::b-1/a b:c/d',
      { kind: 'object', partition: 'aws-cn', bucket: 'b-1', key: 'a b:c/d' },
    ],
    [
      'a key that begins with a slash',
      'arn:aws:s3:::b-1//a',
      { kind: 'object', partition: 'aws', bucket: 'b-1', key: '/a' },
    ],
    [
      'an object behind an access point',
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k/object/k',
      {
        kind: 'accessPointObject',
        partition: 'aws',
        region: 'eu-west-1',
        account: '111122223333',
        name: 'ap',
        key: 'k/object/k',
      },
    ],
    [
      'a multi-region access point',
      'arn:aws:s3::111122223333:accesspoint/abc.mrap',
      { kind: 'notCovered', service: 'multiRegionAccessPoint', text: 'arn:aws:s3::111122223333:accesspoint/abc.mrap' },
    ],
    [
      'an Object Lambda access point',
      'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/ol',
      {
        kind: 'notCovered',
        service: 'objectLambda',
        text: 'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/ol',
      },
    ],
    [
      'a directory bucket',
      'arn:aws:s3express:eu-west-1:111122223333:bucket/b--euw1-az1--x-s3',
      {
        kind: 'notCovered',
        service: 'directoryBucket',
        text: 'arn:aws:s3express:eu-west-1:111122223333:bucket/b--euw1-az1--x-s3',
      },
    ],
    [
      'a table bucket',
      'arn:aws:s3tables:eu-west-1:111122223333:bucket/b',
      { kind: 'notCovered', service: 's3Tables', text: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/b' },
    ],
    [
      'an Outposts bucket',
      'arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/bucket/b',
      {
        kind: 'notCovered',
        service: 'outposts',
        text: 'arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/bucket/b',
      },
    ],
    ['no bucket with an account', 'arn:aws:s3::111122223333:b-1', undefined],
    ['no ARN of another service', 'arn:aws:sqs:eu-west-1:111122223333:q', undefined],
  ])('names %s', (_what, text, expected) => expect(parseS3Arn(text)).toEqual(expected));
});

test.each([
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-west-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['eu-central-1', 'aws'],
])('the region %s is in the partition %s', (text, expected) => expect(partitionOfRegion(text)).toBe(expected));

describe("a principal's ARN", () => {
  test.each<[string, string, unknown]>([
    [
      'a role with its path',
      'arn:aws:iam::111122223333:role/team/reports',
      { kind: 'role', arn: 'arn:aws:iam::111122223333:role/team/reports', account: '111122223333' },
    ],
    [
      'a service-linked role',
      'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX',
      {
        kind: 'role',
        arn: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX',
        account: '111122223333',
        serviceLinked: true,
      },
    ],
    [
      'a session, by its role without the path',
      'arn:aws-us-gov:sts::111122223333:assumed-role/reports/alice@example.com',
      {
        kind: 'role',
        arn: 'arn:aws-us-gov:iam::111122223333:role/reports',
        account: '111122223333',
        sessionArn: 'arn:aws-us-gov:sts::111122223333:assumed-role/reports/alice@example.com',
      },
    ],
    [
      'a user',
      'arn:aws:iam::111122223333:user/alice',
      { kind: 'user', arn: 'arn:aws:iam::111122223333:user/alice', account: '111122223333' },
    ],
    [
      'the root user',
      'arn:aws:iam::111122223333:root',
      { kind: 'root', arn: 'arn:aws:iam::111122223333:root', account: '111122223333' },
    ],
    [
      'a federated user',
      'arn:aws:sts::111122223333:federated-user/bob',
      { kind: 'federatedUser', arn: 'arn:aws:sts::111122223333:federated-user/bob', account: '111122223333' },
    ],
  ])('names %s', (_what, text, expected) => expect(parsePrincipalArn(text)).toEqual(expected));

  test.each<[string, string, RegExp]>([
    ['a group', 'arn:aws:iam::111122223333:group/admins', /group cannot sign/],
    ['an instance profile', 'arn:aws:iam::111122223333:instance-profile/x', /role in it/],
    ['a bucket', 'arn:aws:s3:::b', /service `s3`/],
    ['a pattern', 'arn:aws:iam::111122223333:role/*', /wildcard/],
    ['no account', 'arn:aws:iam::1234:role/x', /twelve digits/],
    ['a session without a name', 'arn:aws:sts::111122223333:assumed-role/x', /assumed-role\/ROLE\/SESSION/],
    ['no name', 'arn:aws:iam::111122223333:role/', /no role/],
  ])('is told apart from one that names %s', (_what, text, because) =>
    expect(parsePrincipalArn(text)).toMatchObject({ kind: 'notAPrincipal', because: expect.stringMatching(because) }),
  );
});
