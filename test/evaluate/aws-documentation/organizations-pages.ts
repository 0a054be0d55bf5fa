import type { StatementJson } from '../arbitrary-case.ts';
import { ALL, OBJECT, ORG, OTHER, OWN, type Pages, READ, ROLE, through } from './documented-row.ts';
import { cloudFront } from './s3-pages.ts';

const regions: StatementJson = {
  Sid: 'DenyAllOutsideEU',
  Effect: 'Deny',
  NotAction: ['a4b:*', 'iam:*', 'sts:*', 's3:GetAccountPublic*', 's3:ListAllMyBuckets'],
  Resource: '*',
  Condition: {
    StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] },
    ArnNotLike: { 'aws:PrincipalARN': ['arn:aws:iam::*:role/Role1AllowedToBypassThisSCP'] },
  },
};
const orgIdentities: StatementJson = {
  Sid: 'EnforceOrgIdentities',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:*', 'kms:*'],
  Resource: '*',
  Condition: {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  },
};
const confusedDeputy: StatementJson = {
  Sid: 'EnforceConfusedDeputyProtection',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:*'],
  Resource: '*',
  Condition: {
    StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' },
    Null: { 'aws:SourceAccount': 'false' },
    Bool: { 'aws:PrincipalIsAWSService': 'true' },
  },
};

export const ORGANIZATIONS_PAGES: Pages = {
  [`${ORG}/orgs_manage_policies_scps_evaluation.html`]: [
    {
      says: 'an Allow is wanted on every level',
      decision: 'deny',
      ...through,
      scps: [[ALL], [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }], [ALL]],
    },
    {
      says: 'with an Allow on every level the SCPs let it through',
      decision: 'allow',
      ...through,
      scps: [[ALL], [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }], [ALL]],
    },
    {
      says: 'a Deny anywhere between the root and the account denies',
      decision: 'deny',
      ...through,
      scps: [[ALL], [ALL, { Effect: 'Deny', Action: 's3:*', Resource: '*' }], [ALL]],
    },
  ],
  [`${ORG}/orgs_manage_policies_scps_examples_general.html`]: [
    {
      says: 'a region that is not allowed is denied',
      decision: 'deny',
      ...through,
      scps: [[ALL, regions]],
      context: { 'aws:RequestedRegion': 'us-east-1' },
    },
    {
      says: 'an allowed region is not',
      decision: 'allow',
      ...through,
      scps: [[ALL, regions]],
      context: { 'aws:RequestedRegion': 'eu-west-1' },
    },
    {
      says: 'the role that may bypass it is not',
      decision: 'allow',
      ...through,
      caller: `arn:aws:iam::${OWN}:role/Role1AllowedToBypassThisSCP`,
      scps: [[ALL, regions]],
      context: { 'aws:RequestedRegion': 'us-east-1' },
    },
  ],
  [`${ORG}/orgs_manage_policies_rcps_examples.html`]: [
    {
      says: 'only identities of the organization have access',
      decision: 'deny',
      caller: ROLE,
      action: 's3:GetObject',
      resource: OBJECT,
      owner: OTHER,
      identity: [READ],
      bucket: [{ ...READ, Principal: { AWS: ROLE } }],
      rcp: [orgIdentities],
    },
    {
      says: 'an identity of the organization has',
      decision: 'allow',
      caller: ROLE,
      action: 's3:GetObject',
      resource: OBJECT,
      owner: OTHER,
      identity: [READ],
      bucket: [{ ...READ, Principal: { AWS: ROLE } }],
      rcp: [orgIdentities],
      scps: [[ALL]],
    },
    {
      says: 'AWS services are exempt',
      decision: 'allow',
      caller: 'cloudfront.amazonaws.com',
      action: 's3:GetObject',
      resource: OBJECT,
      bucket: [cloudFront],
      rcp: [orgIdentities],
      context: { 'aws:SourceArn': `arn:aws:cloudfront::${OWN}:distribution/EDFDVBD6EXAMPLE` },
    },
    {
      says: 'a service that acts for another organization is denied',
      decision: 'deny',
      caller: 'cloudfront.amazonaws.com',
      action: 's3:GetObject',
      resource: OBJECT,
      bucket: [cloudFront],
      rcp: [confusedDeputy],
      context: {
        'aws:SourceArn': `arn:aws:cloudfront::${OWN}:distribution/EDFDVBD6EXAMPLE`,
        'aws:SourceAccount': OWN,
        'aws:SourceOrgID': 'o-other',
      },
    },
  ],
};
