import { randomUUID } from 'node:crypto';
import { APPS } from './demo-organization/apps-account.ts';
import { DATA } from './demo-organization/data-account.ts';

/**
 * A denied GetObject as EventBridge delivers it from CloudTrail's data events
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html).
 */
export function deniedEvent(at: Date): unknown {
  const eventID = randomUUID();
  const eventTime = `${at.toISOString().slice(0, 19)}Z`;
  const roleArn = `arn:aws:iam::${APPS.id}:role/etl`;
  const sessionArn = `arn:aws:sts::${APPS.id}:assumed-role/etl/nightly-load`;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: DATA.id,
    time: eventTime,
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLEETL0000001:nightly-load',
        arn: sessionArn,
        accountId: APPS.id,
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: roleArn, accountId: APPS.id, userName: 'etl' },
          attributes: { creationDate: eventTime, mfaAuthenticated: 'false' },
        },
      },
      eventTime,
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '198.51.100.77',
      userAgent: '[aws-sdk-java/2.31.0]',
      errorCode: 'AccessDenied',
      errorMessage: `User: ${sessionArn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::sales-lake/orders/2026/11/part-0001.parquet" because no resource-based policy allows the s3:GetObject action`,
      requestParameters: {
        bucketName: 'sales-lake',
        Host: 'sales-lake.s3.eu-west-1.amazonaws.com',
        key: 'orders/2026/11/part-0001.parquet',
      },
      responseElements: null,
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        AuthenticationMethod: 'AuthHeader',
      },
      requestID: '4V2P0EXAMPLE1X7Q',
      eventID,
      readOnly: true,
      resources: [
        { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::sales-lake/orders/2026/11/part-0001.parquet' },
        { accountId: DATA.id, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::sales-lake' },
      ],
      eventType: 'AwsApiCall',
      managementEvent: false,
      recipientAccountId: DATA.id,
      eventCategory: 'Data',
    },
  };
}
