import { APPS } from './apps-account.ts';
import { DATA } from './data-account.ts';
import { type DemoAccount, type DemoPolicy, policy } from './demo-account.ts';
import { MANAGEMENT } from './management-account.ts';
import { RESEARCH } from './research-account.ts';

/** The moment of the recording, which is the clock of its replay. */
export const RECORDED_AT = '2026-11-20T09:00:00.000Z';
export const ORGANIZATION_ID = 'o-d3m0c0rp01';

/** A root, organizational unit or account with the SCPs attached to it. */
export interface DemoTarget {
  readonly name: string;
  readonly parent: string | null;
  /** Null: the reader was not given leave to list them. */
  readonly policies: readonly string[] | null;
}

export const ROOT = 'r-d3m0';
const WORKLOADS = 'ou-d3m0-w0rkl0ad';
const DATA_UNIT = 'ou-d3m0-dat4unit';
const SANDBOX = 'ou-d3m0-s4ndb0x1';

export const TARGETS: Readonly<Record<string, DemoTarget>> = {
  [ROOT]: { name: 'Root', parent: null, policies: ['FullAWSAccess', 'ProtectBackups'] },
  [WORKLOADS]: { name: 'Workloads', parent: ROOT, policies: ['FullAWSAccess', 'EuropeOnly'] },
  [DATA_UNIT]: { name: 'Data', parent: ROOT, policies: null },
  [SANDBOX]: { name: 'Sandbox', parent: ROOT, policies: ['SandboxServices'] },
  [APPS.id]: { name: APPS.name, parent: WORKLOADS, policies: ['FullAWSAccess'] },
  [DATA.id]: { name: DATA.name, parent: DATA_UNIT, policies: ['FullAWSAccess'] },
  [RESEARCH.id]: { name: RESEARCH.name, parent: SANDBOX, policies: ['FullAWSAccess'] },
  [MANAGEMENT.id]: { name: MANAGEMENT.name, parent: ROOT, policies: ['FullAWSAccess'] },
};

export interface DemoOrganizationPolicy {
  readonly id: string;
  readonly document: DemoPolicy;
  readonly awsManaged?: boolean;
}

export const SERVICE_CONTROL_POLICIES: Readonly<Record<string, DemoOrganizationPolicy>> = {
  FullAWSAccess: {
    id: 'p-FullAWSAccess',
    awsManaged: true,
    document: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
  },
  ProtectBackups: {
    id: 'p-b4ckups1',
    document: policy({
      Sid: 'NobodyDeletesBackups',
      Effect: 'Deny',
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutLifecycleConfiguration'],
      Resource: ['arn:aws:s3:::backups-*', 'arn:aws:s3:::backups-*/*'],
    }),
  },
  EuropeOnly: {
    id: 'p-eur0peon',
    document: policy({
      Sid: 'DenyOutsideEurope',
      Effect: 'Deny',
      NotAction: ['iam:*', 'organizations:*', 'sts:*', 'cloudfront:*', 'route53:*', 'support:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
    }),
  },
  SandboxServices: {
    id: 'p-s4ndb0x2',
    document: policy({
      Sid: 'ComputeOnly',
      Effect: 'Allow',
      Action: ['ec2:*', 'lambda:*', 'logs:*', 'cloudwatch:*', 'sagemaker:*'],
      Resource: '*',
    }),
  },
};

export const ACCOUNTS: readonly DemoAccount[] = [APPS, DATA, RESEARCH, MANAGEMENT];

/** A vendor's account outside the organization, in which there is no diagnostic role. */
export const VENDOR_ACCOUNT = '222233334444';
