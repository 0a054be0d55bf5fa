import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromCloudTrail } from '../../src/request/from-cloudtrail.ts';
import { fromCloudTrailEvent } from '../../src/request/from-cloudtrail-event.ts';

const SENTENCE =
  'User: arn:aws:sts::111122223333:assumed-role/reports/alice is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::payroll-reports/2026/10.csv" because no identity-based policy allows the s3:GetObject action';

test('a denied call about the account names no bucket', () => {
  const { resources: _, ...record } = RECORD;
  const read = fromCloudTrailEvent({
    ...record,
    eventName: 'ListBuckets',
    errorMessage: undefined,
    requestParameters: { Host: 's3.eu-west-1.amazonaws.com' },
  });
  expect(read).toMatchObject({
    kind: 'denied',
    denial: { call: { operation: 'ListBuckets', target: { kind: 'account', partition: 'aws' }, region: 'eu-west-1' } },
  });
});

/** A whole record of a data event, as CloudTrail writes it. */
const RECORD = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEID12345678:alice',
    arn: 'arn:aws:sts::111122223333:assumed-role/reports/alice',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEID12345678',
        arn: 'arn:aws:iam::111122223333:role/team/reports',
        accountId: '111122223333',
        userName: 'reports',
      },
      attributes: { creationDate: '2026-10-01T11:00:00Z', mfaAuthenticated: 'false' },
    },
  },
  eventTime: '2026-10-01T12:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: '[aws-cli/2.31.0 md/awscrt]',
  errorCode: 'AccessDenied',
  errorMessage: SENTENCE,
  requestParameters: {
    bucketName: 'payroll-reports',
    Host: 'payroll-reports.s3.eu-west-1.amazonaws.com',
    key: '2026/10.csv',
  },
  responseElements: null,
  additionalEventData: {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: 0,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': 'x',
    bytesTransferredOut: 243,
  },
  requestID: 'R',
  eventID: 'e-1',
  readOnly: true,
  resources: [
    { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::payroll-reports/2026/10.csv' },
    { accountId: '444455556666', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::payroll-reports' },
  ],
  eventType: 'AwsApiCall',
  managementEvent: false,
  recipientAccountId: '111122223333',
  eventCategory: 'Data',
  tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
};

const denialOf = (record: unknown) => {
  const reading = fromCloudTrailEvent(record);
  return reading.kind === 'denied' ? reading.denial : reading;
};
const callOf = (record: unknown) => {
  const reading = fromCloudTrailEvent(record);
  return reading.kind === 'denied' ? reading.denial.call : reading;
};

test('a denied call is read out of a record whole', () =>
  expect(denialOf(RECORD)).toEqual({
    call: {
      operation: 'GetObject',
      target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws' },
      key: '2026/10.csv',
      bucketAccount: '444455556666',
      principal: {
        kind: 'role',
        arn: 'arn:aws:iam::111122223333:role/team/reports',
        account: '111122223333',
        sessionArn: 'arn:aws:sts::111122223333:assumed-role/reports/alice',
      },
      region: 'eu-west-1',
      context: {
        'aws:CurrentTime': ['2026-10-01T12:00:00Z'],
        'aws:EpochTime': ['1790856000'],
        'aws:SourceIp': ['203.0.113.7'],
        'aws:UserAgent': ['aws-cli/2.31.0 md/awscrt'],
        'aws:userid': ['AROAEXAMPLEID12345678:alice'],
        'aws:MultiFactorAuthPresent': ['false'],
        'aws:TokenIssueTime': ['2026-10-01T11:00:00Z'],
        'aws:SecureTransport': ['true'],
        's3:TlsVersion': ['1.3'],
        's3:authType': ['REST-HEADER'],
        's3:signatureversion': ['AWS4-HMAC-SHA256'],
      },
    },
    source: 'cloudTrailEvent',
    reportedReason: {
      sentence: SENTENCE,
      layer: 'identityPolicies',
      kind: 'implicitDeny',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::payroll-reports/2026/10.csv',
      principal: 'arn:aws:sts::111122223333:assumed-role/reports/alice',
    },
    at: '2026-10-01T12:00:00Z',
    eventId: 'e-1',
  }));

describe('the caller is', () => {
  const { sessionContext: _, ...withoutSession } = RECORD.userIdentity;
  test.each<[string, object, object]>([
    [
      'a session, without its issuer',
      withoutSession,
      { kind: 'role', arn: 'arn:aws:iam::111122223333:role/reports', sessionArn: RECORD.userIdentity.arn },
    ],
    [
      'a user',
      {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLE',
        arn: 'arn:aws:iam::111122223333:user/alice',
        accountId: '111122223333',
        userName: 'alice',
      },
      { kind: 'user', arn: 'arn:aws:iam::111122223333:user/alice' },
    ],
    [
      'the root user',
      { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
      { kind: 'root', account: '111122223333' },
    ],
    [
      'a federated user',
      {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::111122223333:federated-user/bob',
        accountId: '111122223333',
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/broker' } },
      },
      { kind: 'federatedUser', arn: 'arn:aws:sts::111122223333:federated-user/bob' },
    ],
    ['anonymous', { type: 'AWSAccount', principalId: '', accountId: 'anonymous' }, { kind: 'anonymous' }],
    [
      'anonymous, by another name',
      { type: 'AWSAccount', principalId: 'ANONYMOUS_PRINCIPAL', accountId: 'anonymous' },
      { kind: 'anonymous' },
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
      { kind: 'service', service: 'cloudtrail.amazonaws.com' },
    ],
    [
      "named by AWS's sentence, where the record is the bucket owner's copy",
      { type: 'AWSAccount', principalId: 'AROAEXAMPLEID12345678:alice', accountId: '111122223333' },
      { kind: 'role', sessionArn: 'arn:aws:sts::111122223333:assumed-role/reports/alice' },
    ],
  ])('%s', (_what, userIdentity, principal) =>
    expect(callOf({ ...RECORD, userIdentity })).toMatchObject({ principal }),
  );
});

describe('the call is', () => {
  const parameters = (more: object) => ({ ...RECORD, requestParameters: { ...RECORD.requestParameters, ...more } });
  test.each<[string, object, object]>([
    ['of a version', parameters({ versionId: 'v1' }), { versionId: 'v1' }],
    [
      'a listing, which CloudTrail calls ListObjects',
      {
        ...RECORD,
        eventName: 'ListObjects',
        requestParameters: { bucketName: 'payroll-reports', 'list-type': '2', prefix: '2026/', 'max-keys': 10 },
        resources: [],
      },
      {
        operation: 'ListObjectsV2',
        context: expect.objectContaining({ 's3:prefix': ['2026/'], 's3:max-keys': ['10'] }),
      },
    ],
    [
      'a write with headers',
      {
        ...parameters({
          'x-amz-acl': 'bucket-owner-full-control',
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-server-side-encryption-aws-kms-key-id': ['arn:aws:kms:eu-west-1:111122223333:key/1'],
          'x-amz-tagging': 'team=blue',
        }),
        eventName: 'PutObject',
      },
      {
        operation: 'PutObject',
        context: expect.objectContaining({
          's3:x-amz-acl': ['bucket-owner-full-control'],
          's3:x-amz-server-side-encryption': ['aws:kms'],
          's3:x-amz-server-side-encryption-aws-kms-key-id': ['arn:aws:kms:eu-west-1:111122223333:key/1'],
          's3:RequestObjectTag/team': ['blue'],
        }),
      },
    ],
    [
      'a copy',
      { ...parameters({ 'x-amz-copy-source': 'other/k' }), eventName: 'CopyObject' },
      { operation: 'CopyObject', context: expect.objectContaining({ 's3:x-amz-copy-source': ['other/k'] }) },
    ],
    [
      'through an endpoint',
      { ...RECORD, sourceIPAddress: '10.0.1.7', vpcEndpointId: 'vpce-1a2b3c4d' },
      {
        vpcEndpoint: 'vpce-1a2b3c4d',
        context: expect.not.objectContaining({ 'aws:SourceIp': expect.anything() }),
      },
    ],
    [
      'through an access point',
      {
        ...RECORD,
        resources: [
          { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::payroll-reports/2026/10.csv' },
          {
            type: 'AWS::S3::AccessPoint',
            ARN: 'arn:aws:s3:eu-west-1:777788889999:accesspoint/ap',
            accountId: '777788889999',
          },
          { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::payroll-reports', accountId: '444455556666' },
        ],
      },
      {
        target: { kind: 'accessPoint', name: 'ap', account: '777788889999', region: 'eu-west-1', partition: 'aws' },
        bucketAccount: '444455556666',
      },
    ],
    [
      "without the owner's account, as in the caller's copy",
      { ...RECORD, resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::payroll-reports' }] },
      { target: { kind: 'bucket', name: 'payroll-reports' } },
    ],
    [
      'a presigned URL',
      { ...RECORD, additionalEventData: { AuthenticationMethod: 'QueryString' } },
      { context: expect.objectContaining({ 's3:authType': ['REST-QUERY-STRING'] }) },
    ],
    [
      'a request over plain HTTP',
      {
        ...RECORD,
        tlsDetails: undefined,
        additionalEventData: { SignatureVersion: 'SigV4', 'x-amz-id-2': 'x', bytesTransferredIn: 0 },
      },
      { context: expect.objectContaining({ 'aws:SecureTransport': ['false'] }) },
    ],
    [
      'made by a service with the identity of the caller',
      {
        ...RECORD,
        sourceIPAddress: 'athena.amazonaws.com',
        userIdentity: { ...RECORD.userIdentity, invokedBy: 'athena.amazonaws.com' },
      },
      {
        context: expect.objectContaining({ 'aws:ViaAWSService': ['true'], 'aws:CalledVia': ['athena.amazonaws.com'] }),
      },
    ],
    [
      "a change of the bucket's configuration, by CloudTrail's name for it",
      {
        ...RECORD,
        eventName: 'PutBucketPublicAccessBlock',
        errorMessage: 'Access Denied',
        requestParameters: { bucketName: 'payroll-reports' },
      },
      { operation: 'PutPublicAccessBlock' },
    ],
    [
      'of an old bucket',
      { ...RECORD, requestParameters: { bucketName: 'Payroll_Reports', key: 'k' }, resources: [] },
      { target: { name: 'Payroll_Reports' } },
    ],
    [
      'to a directory bucket',
      {
        ...RECORD,
        eventSource: 's3express.amazonaws.com',
        requestParameters: { bucketName: 'b--euw1-az1--x-s3', key: 'k' },
        resources: [],
      },
      { target: { kind: 'notCovered', service: 'directoryBucket' } },
    ],
    [
      'in the partition of its caller',
      {
        ...RECORD,
        userIdentity: { type: 'IAMUser', arn: 'arn:aws-cn:iam::111122223333:user/li', accountId: '111122223333' },
        awsRegion: 'cn-north-1',
      },
      { target: { kind: 'bucket', name: 'payroll-reports', partition: 'aws-cn' } },
    ],
  ])('%s', (_what, record, expected) => expect(callOf(record)).toMatchObject(expected));
});

describe('a denial of KMS', () => {
  const KMS = {
    ...RECORD,
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    errorMessage:
      'User: arn:aws:sts::111122223333:assumed-role/reports/alice is not authorized to perform: kms:Decrypt on this resource because no identity-based policy allows the kms:Decrypt action',
    requestParameters: {
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::payroll-reports/2026/10.csv' },
    },
    resources: [{ accountId: '444455556666', type: 'AWS::KMS::Key', ARN: 'arn:aws:kms:eu-west-1:444455556666:key/1' }],
  };

  test('for an object is a call to S3', () =>
    expect(denialOf(KMS)).toMatchObject({
      call: {
        operation: 'GetObject',
        action: 'kms:Decrypt',
        target: { kind: 'bucket', name: 'payroll-reports' },
        key: '2026/10.csv',
      },
      reportedReason: {
        layer: 'identityPolicies',
        action: 'kms:Decrypt',
        resource: 'arn:aws:kms:eu-west-1:444455556666:key/1',
      },
    }));

  test('for a bucket with a Bucket Key names no object', () => {
    const call = callOf({
      ...KMS,
      eventName: 'GenerateDataKey',
      errorMessage: 'x',
      requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::payroll-reports' } },
    });
    expect(call).toMatchObject({
      operation: 'PutObject',
      action: 'kms:GenerateDataKey',
      target: { name: 'payroll-reports' },
    });
    expect(call).not.toHaveProperty('key');
  });

  test('for something else is not ours', () =>
    expect(callOf({ ...KMS, requestParameters: { encryptionContext: { 'aws:ebs:id': 'vol-1' } } })).toMatchObject({
      kind: 'notDenied',
    }));
});

test('a denial by an endpoint, in a network activity event, says so', () =>
  expect(
    denialOf({
      ...RECORD,
      eventCategory: 'NetworkActivity',
      errorCode: 'VpceAccessDenied',
      errorMessage: 'The request was denied due to a VPC endpoint policy',
      vpcEndpointId: 'vpce-1a',
    }),
  ).toMatchObject({ call: { vpcEndpoint: 'vpce-1a' }, reportedReason: { layer: 'vpcEndpointPolicy' } }));

describe('a record that is no denial of S3', () => {
  test.each<[string, object, RegExp]>([
    ['succeeded', { ...RECORD, errorCode: undefined }, /`GetObject` succeeded/],
    ['failed otherwise', { ...RECORD, errorCode: 'NoSuchKey' }, /`NoSuchKey`, which is no denial/],
    [
      'is of another service',
      { ...RECORD, eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
      /`ec2\.amazonaws\.com`, not to S3/,
    ],
  ])('%s', (_what, record, because) =>
    expect(fromCloudTrailEvent(record)).toMatchObject({ kind: 'notDenied', because: expect.stringMatching(because) }),
  );

  test.each<[string, object, object | undefined]>([
    [
      'for a reason that is known is given with the call',
      { ...RECORD, errorCode: 'NoSuchKey' },
      { call: { operation: 'GetObject', key: '2026/10.csv' }, notAPolicyProblem: { code: 'NoSuchKey', status: 404 } },
    ],
    [
      'with a 403 that no policy gives as well',
      { ...RECORD, errorCode: 'InvalidObjectState' },
      { notAPolicyProblem: { code: 'InvalidObjectState', status: 403 } },
    ],
    ['for a reason that is not known is not', { ...RECORD, errorCode: 'SlowDown' }, undefined],
  ])('a call that failed %s', (_what, record, failed) => {
    const reading = fromCloudTrailEvent(record);
    if (reading.kind !== 'notDenied') throw new Error(`it is ${reading.kind}`);
    if (failed === undefined) expect(reading.failed).toBeUndefined();
    else expect(reading.failed).toMatchObject(failed);
  });
});

test('a read of an object that was denied for want of ListBucket is of an object that is not there', () =>
  expect(
    denialOf({
      ...RECORD,
      errorMessage:
        'User: arn:aws:sts::111122223333:assumed-role/reports/alice is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::payroll-reports" because no identity-based policy allows the s3:ListBucket action',
    }),
  ).toMatchObject({ notAPolicyProblem: { name: 'ObjectNotThere', status: 403 } }));

describe('a record that cannot be read names the field', () => {
  const { userIdentity: _, ...nobody } = RECORD;
  test.each<[string, unknown, RegExp]>([
    ['that is missing', { ...nobody, errorMessage: 'Access Denied' }, /`userIdentity` is missing/],
    ['of the wrong type', { ...RECORD, eventName: 7 }, /`eventName`/],
    ['deep inside', { ...RECORD, userIdentity: { ...RECORD.userIdentity, arn: [] } }, /`userIdentity\.arn`/],
    [
      'without an ARN',
      { ...RECORD, errorMessage: 'Access Denied', userIdentity: { type: 'AssumedRole' } },
      /`userIdentity\.arn` is missing/,
    ],
    [
      "of the bucket owner's copy",
      { ...RECORD, errorMessage: 'Access Denied', userIdentity: { type: 'AWSAccount', accountId: '111122223333' } },
      /bucket owner's copy.*`111122223333`/,
    ],
    [
      'without a bucket',
      { ...RECORD, requestParameters: null, resources: null },
      /`requestParameters\.bucketName` is missing/,
    ],
    [
      'with no bucket',
      { ...RECORD, requestParameters: { bucketName: 'a b' }, resources: [] },
      /`requestParameters\.bucketName`: `a b` cannot be a bucket/,
    ],
    [
      'with an operation that there is not',
      { ...RECORD, eventName: 'Frobnicate', errorMessage: 'Access Denied' },
      /`eventName`: S3 has no operation `Frobnicate`/,
    ],
    ['of no record', 'text', /no CloudTrail record/],
    ['of nothing', null, /no CloudTrail record/],
  ])('%s', (_what, record, because) =>
    expect(fromCloudTrailEvent(record)).toEqual({ kind: 'invalid', because: expect.stringMatching(because) }),
  );
});

describe('what is known beyond the call is noted', () => {
  test.each<[string, object, RegExp]>([
    [
      'a service',
      { ...RECORD, userIdentity: { ...RECORD.userIdentity, invokedBy: 'athena.amazonaws.com' } },
      /`athena\.amazonaws\.com` made the call/,
    ],
    ['a presigned URL', { ...RECORD, additionalEventData: { AuthenticationMethod: 'QueryString' } }, /presigned URL/],
    [
      'an endpoint',
      { ...RECORD, sourceIPAddress: '10.0.1.7', vpcEndpointId: 'vpce-1a' },
      /`10\.0\.1\.7` through the VPC endpoint `vpce-1a`/,
    ],
  ])('%s', (_what, record, note) => expect(denialOf(record)).toMatchObject({ notes: [expect.stringMatching(note)] }));
});

test.each<[string, object]>([
  ['444455556666', { 'aws:VpceAccount': ['444455556666'] }],
  ['AWS Internal', {}],
])('an endpoint of account %s', (vpcEndpointAccountId, owner) => {
  const record = { ...RECORD, sourceIPAddress: '10.0.1.7', vpcEndpointId: 'vpce-1a', vpcEndpointAccountId };
  const read = denialOf(record);
  const context = 'call' in read ? read.call.context : {};
  expect(Object.fromEntries(Object.entries(context).filter(([key]) => key === 'aws:VpceAccount'))).toEqual(owner);
});

describe('records come', () => {
  const other = { ...RECORD, errorCode: undefined };
  test.each<[string, string]>([
    ['by themselves', JSON.stringify(RECORD)],
    ['in a file of CloudTrail', JSON.stringify({ Records: [RECORD, other] })],
    [
      'in an event of EventBridge',
      JSON.stringify({
        version: '0',
        id: 'x',
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.s3',
        detail: RECORD,
      }),
    ],
    [
      'from lookup-events',
      JSON.stringify({ Events: [{ EventId: 'e-1', EventName: 'GetObject', CloudTrailEvent: JSON.stringify(RECORD) }] }),
    ],
    ['as one event of lookup-events', JSON.stringify({ EventId: 'e-1', CloudTrailEvent: JSON.stringify(RECORD) })],
    ['as the text of a record', JSON.stringify(JSON.stringify(RECORD))],
    ['in a list', JSON.stringify([other, RECORD])],
    ['one a line', `${JSON.stringify(RECORD)}\n${JSON.stringify(other)}\n`],
    ['after a byte order mark', `\uFEFF${JSON.stringify(RECORD)}`],
  ])('%s', (_how, text) => {
    const read = fromCloudTrail(text);
    expect(read).toMatchObject({ kind: 'events', unusable: [] });
    expect(read.kind === 'events' && read.denials).toEqual([denialOf(RECORD)]);
  });

  test('in any number, and those that are unusable are told by their place', () =>
    expect(
      fromCloudTrail(JSON.stringify({ Records: [other, RECORD, { eventSource: 's3.amazonaws.com' }] })),
    ).toMatchObject({
      denials: [{}],
      others: ['`GetObject` succeeded'],
      unusable: [expect.stringMatching(/^record 3: `eventName`/)],
    }));

  test.each<[string, string, RegExp]>([
    ['nothing', '', /nothing in it/],
    ['no JSON', '{', /not JSON/],
    ['no record', '{"Records":[]}', /no CloudTrail record/],
  ])('or do not: %s', (_what, text, because) =>
    expect(fromCloudTrail(text)).toEqual({ kind: 'invalid', because: expect.stringMatching(because) }),
  );
});

test('no JSON ends in an exception', () => {
  fc.assert(fc.property(fc.json(), (text) => void fromCloudTrail(text)));
  const field = fc.constantFrom(...Object.keys(RECORD));
  fc.assert(
    fc.property(field, fc.jsonValue(), (name, value) => {
      const reading = fromCloudTrailEvent({ ...RECORD, [name]: value });
      expect(['denied', 'notDenied', 'invalid']).toContain(reading.kind);
    }),
    { numRuns: 500 },
  );
});
