import type { StatementJson } from '../arbitrary-case.ts';
import { ACCESS_POINT, ALL, ANA, BUCKET, OBJECT, OTHER, OWN, type Pages, ROLE, S3, through } from './documented-row.ts';

const onlyFromAddresses: StatementJson = {
  Sid: 'IPAllow',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [BUCKET, `${BUCKET}/*`],
  Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
};
const onlyOverTls: StatementJson = {
  Sid: 'RestrictToTLSRequestsOnly',
  Action: 's3:*',
  Effect: 'Deny',
  Resource: [BUCKET, `${BUCKET}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  Principal: '*',
};
const onlyFromEndpoint: StatementJson = {
  Sid: 'Access-to-specific-VPCE-only',
  Principal: '*',
  Action: 's3:*',
  Effect: 'Deny',
  Resource: [BUCKET, `${BUCKET}/*`],
  Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
};
const onlyWithMfa: StatementJson = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: `${BUCKET}/taxdocuments/*`,
  Condition: { Null: { 'aws:MultiFactorAuthAge': true } },
};
const mustGiveOwnerControl: StatementJson = {
  Sid: 'PolicyForAllowUploadWithACL',
  Effect: 'Allow',
  Principal: { AWS: OWN },
  Action: 's3:PutObject',
  Resource: `${BUCKET}/*`,
  Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
};
const inventory: StatementJson = {
  Sid: 'InventoryAndAnalyticsExamplePolicy',
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: [`${BUCKET}/*`],
  Condition: {
    ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::amzn-s3-demo-source-bucket' },
    StringEquals: { 'aws:SourceAccount': OWN, 's3:x-amz-acl': 'bucket-owner-full-control' },
  },
};
const delegated: StatementJson = {
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: '*',
  Resource: [BUCKET, `${BUCKET}/*`],
  Condition: { StringEquals: { 's3:DataAccessPointAccount': OWN } },
};
const janeAtAccessPoint: StatementJson = {
  Effect: 'Allow',
  Principal: { AWS: ANA },
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: `${ACCESS_POINT}/object/ana/*`,
};

export const cloudFront: StatementJson = {
  Sid: 'AllowCloudFrontServicePrincipalReadOnly',
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: `${BUCKET}/*`,
  Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:cloudfront::${OWN}:distribution/EDFDVBD6EXAMPLE` } },
};

const CLOUDFRONT = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';

export const S3_PAGES: Pages = {
  [`${S3}/example-bucket-policies.html`]: [
    {
      says: 'an address outside of the range is denied',
      decision: 'deny',
      ...through,
      bucket: [onlyFromAddresses],
      context: { 'aws:SourceIp': '203.0.113.1' },
    },
    {
      says: 'an address in the range is let through',
      decision: 'allow',
      ...through,
      bucket: [onlyFromAddresses],
      context: { 'aws:SourceIp': '192.0.2.77' },
    },
    {
      says: 'a request without TLS is denied',
      decision: 'deny',
      ...through,
      bucket: [onlyOverTls],
      context: { 'aws:SecureTransport': 'false' },
    },
    {
      says: 'a request over TLS is let through',
      decision: 'allow',
      ...through,
      bucket: [onlyOverTls],
      context: { 'aws:SecureTransport': 'true' },
    },
    {
      says: 'without MFA the documents are denied',
      decision: 'deny',
      ...through,
      resource: `${BUCKET}/taxdocuments/1.pdf`,
      bucket: [onlyWithMfa],
    },
    {
      says: 'with MFA they are not',
      decision: 'allow',
      ...through,
      resource: `${BUCKET}/taxdocuments/1.pdf`,
      bucket: [onlyWithMfa],
      context: { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '300' },
    },
    {
      says: 'an upload from another account must give the bucket owner full control',
      decision: 'deny',
      caller: ROLE,
      action: 's3:PutObject',
      resource: OBJECT,
      owner: OTHER,
      identity: [ALL],
      bucket: [mustGiveOwnerControl],
    },
    {
      says: 'and with the canned ACL it is taken',
      decision: 'allow',
      caller: ROLE,
      action: 's3:PutObject',
      resource: OBJECT,
      owner: OTHER,
      identity: [ALL],
      bucket: [mustGiveOwnerControl],
      context: { 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
    {
      says: 'the inventory of the source bucket is written',
      decision: 'allow',
      caller: 's3.amazonaws.com',
      action: 's3:PutObject',
      resource: `${BUCKET}/inventory/1.csv`,
      bucket: [inventory],
      context: {
        'aws:SourceArn': 'arn:aws:s3:::amzn-s3-demo-source-bucket',
        'aws:SourceAccount': OWN,
        's3:x-amz-acl': 'bucket-owner-full-control',
      },
    },
    {
      says: 'the inventory of another account is not',
      decision: 'deny',
      caller: 's3.amazonaws.com',
      action: 's3:PutObject',
      resource: `${BUCKET}/inventory/1.csv`,
      bucket: [inventory],
      context: {
        'aws:SourceArn': 'arn:aws:s3:::amzn-s3-demo-source-bucket',
        'aws:SourceAccount': OTHER,
        's3:x-amz-acl': 'bucket-owner-full-control',
      },
    },
  ],
  [`${S3}/example-bucket-policies-vpc-endpoint.html`]: [
    {
      says: 'a request from elsewhere than the endpoint is denied',
      decision: 'deny',
      ...through,
      bucket: [onlyFromEndpoint],
      context: { 'aws:SourceIp': '203.0.113.1' },
    },
    {
      says: 'a request from another endpoint is denied',
      decision: 'deny',
      ...through,
      bucket: [onlyFromEndpoint],
      context: { 'aws:SourceVpce': 'vpce-9z' },
    },
    {
      says: 'a request from the endpoint is let through',
      decision: 'allow',
      ...through,
      bucket: [onlyFromEndpoint],
      context: { 'aws:SourceVpce': 'vpce-1a2b3c4d' },
    },
  ],
  [`${S3}/access-points-policies.html`]: [
    {
      says: 'the access point policy and the bucket that delegates let the user read',
      decision: 'allow',
      caller: ANA,
      action: 's3:GetObject',
      resource: `${ACCESS_POINT}/object/ana/1`,
      accessPoint: [janeAtAccessPoint],
      bucket: [delegated],
    },
    {
      says: 'the access point policy is good only if the bucket allows it too',
      decision: 'deny',
      caller: ANA,
      action: 's3:GetObject',
      resource: `${ACCESS_POINT}/object/ana/1`,
      accessPoint: [janeAtAccessPoint],
    },
    {
      says: 'delegation gives nothing to requests that do not come through an access point',
      decision: 'deny',
      caller: ANA,
      action: 's3:GetObject',
      resource: OBJECT,
      bucket: [delegated],
    },
    {
      says: 'other prefixes are not granted',
      decision: 'deny',
      caller: ANA,
      action: 's3:GetObject',
      resource: `${ACCESS_POINT}/object/bo/1`,
      accessPoint: [janeAtAccessPoint],
      bucket: [delegated],
    },
  ],
  [`${S3}/example-bucket-policies-vpc-endpoint.html#endpoint`]: [
    {
      says: 'the endpoint lets through to its bucket only',
      decision: 'deny',
      ...through,
      endpoint: [
        {
          Sid: 'Access-to-specific-bucket-only',
          Principal: '*',
          Action: ['s3:GetObject'],
          Effect: 'Allow',
          Resource: ['arn:aws:s3:::amzn-s3-demo-bucket1/*'],
        },
      ],
    },
    {
      says: 'and to that it does',
      decision: 'allow',
      ...through,
      endpoint: [
        {
          Sid: 'Access-to-specific-bucket-only',
          Principal: '*',
          Action: ['s3:GetObject'],
          Effect: 'Allow',
          Resource: [`${BUCKET}/*`],
        },
      ],
    },
  ],
  [`${CLOUDFRONT}/private-content-restricting-access-to-s3.html`]: [
    {
      says: 'the distribution reads',
      decision: 'allow',
      caller: 'cloudfront.amazonaws.com',
      action: 's3:GetObject',
      resource: OBJECT,
      bucket: [cloudFront],
      context: { 'aws:SourceArn': `arn:aws:cloudfront::${OWN}:distribution/EDFDVBD6EXAMPLE` },
    },
    {
      says: 'another distribution does not',
      decision: 'deny',
      caller: 'cloudfront.amazonaws.com',
      action: 's3:GetObject',
      resource: OBJECT,
      bucket: [cloudFront],
      context: { 'aws:SourceArn': `arn:aws:cloudfront::${OWN}:distribution/OTHER` },
    },
    {
      says: 'nobody reads past CloudFront',
      decision: 'deny',
      caller: 'anonymous',
      action: 's3:GetObject',
      resource: OBJECT,
      bucket: [cloudFront],
    },
  ],
};
