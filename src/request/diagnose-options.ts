import type { OptionRule } from './split-options.ts';

const value = (kind: string, says: string): OptionRule => ({ takes: 'value', value: kind, says });
const flag = (says: string): OptionRule => ({ takes: 'nothing', says });

/** Options that say more of the call: the same in Slack and on the command line. */
export const CALL_OPTIONS = {
  operation: value('OPERATION', 'an S3 API operation; GetObject with a key and ListObjectsV2 without if left out'),
  action: value('s3:X', 'an IAM action instead of an operation'),
  'version-id': value('ID', 'the version of the object'),
  'copy-source': value('BUCKET/KEY', 'what CopyObject and UploadPartCopy copy'),
  context: {
    takes: 'value',
    repeatable: true,
    value: 'KEY=VALUE',
    says: 'a condition key of the request (repeatable)',
  },
  'bucket-account': value('ACCOUNT', 'the account that owns the bucket'),
  account: value('ACCOUNT', 'the account of a role given by its name'),
  region: value('REGION', "the bucket's region"),
  'vpc-endpoint': value('vpce-ID', 'the VPC endpoint through which the call went'),
} as const satisfies Record<string, OptionRule>;

/** Options that say how to read and how to show: the command line only, since they name files, roles and secrets. */
export const TERMINAL_OPTIONS = {
  'role-name': value('NAME', 'the diagnostic role, the same in every account (S3AccessDiagnostics if left out)'),
  'external-id': value('ID', 'the external id that the diagnostic roles ask for'),
  'organization-account': value('ACCOUNT', 'the management account, or one that AWS Organizations is delegated to'),
  'look-at-object': flag('ask S3 how the object itself is encrypted; the diagnostic role must be allowed to'),
  'no-assume': flag('read with the credentials at hand instead of the diagnostic roles'),
  fresh: flag("read the organization's policies anew, whatever is in the cache"),
  snapshot: value('FILE', 'read from a recorded file instead of AWS'),
  'save-snapshot': value('FILE', 'record what is read, to be read again with --snapshot'),
  json: flag('print the diagnosis as JSON'),
  verbose: flag('show every statement that was looked at'),
  since: value('24h', 'how far back to look in CloudTrail: minutes (m), hours (h) or days (d)'),
  'no-trail': flag('do not look in CloudTrail'),
} as const satisfies Record<string, OptionRule>;

export type CallOption = keyof typeof CALL_OPTIONS;
export type TerminalOption = keyof typeof TERMINAL_OPTIONS;

/** How to read and how to show. */
export interface DiagnoseOptions {
  readonly roleName?: string;
  readonly externalId?: string;
  readonly organizationAccount?: string;
  /** False: read with the credentials at hand. */
  readonly assume: boolean;
  /** The object itself may be looked at: with s3:GetObject, but never at its content. */
  readonly lookAtObject?: boolean;
  /** Nothing is taken from the cache. */
  readonly fresh: boolean;
  readonly snapshot?: string;
  readonly saveSnapshot?: string;
  readonly json: boolean;
  readonly verbose: boolean;
  /** How far back CloudTrail is looked at, in milliseconds; undefined where it was not said. */
  readonly sinceMilliseconds?: number;
  readonly trail: boolean;
}
