import type { Decision } from '../evaluate/evaluation.ts';

/** One question to the demo organization, with what the answer must be. */
export interface DemoCase {
  /** For file names: unique, in kebab case. */
  readonly name: string;
  /** What happened, as the person who was denied would tell it. */
  readonly title: string;
  readonly command: string;
  readonly expect: /** The codes of the causes that make it what it is; the answer may tell others beside them. */
    | { readonly decision: Decision; readonly causes: readonly string[] }
    /** Not understood: the answer is ephemeral and says so. */
    | 'badInput';
}

const APPS_ROLE = 'arn:aws:iam::111122223333:role/';

/** A real-life 403 each, of a different kind; the first is the one in the README. */
export const CASES: readonly DemoCase[] = [
  {
    name: 'object-action-on-bucket-arn',
    title: 'The policy names the bucket, not its objects',
    command: `/s3-403 payroll-reports 2026/10.csv ${APPS_ROLE}reports`,
    expect: { decision: 'deny', causes: ['object-action-on-bucket-arn'] },
  },
  {
    name: 'cross-account-without-bucket-policy',
    title: 'Another account’s bucket, and no bucket policy',
    command: `/s3-403 sales-lake orders/2026/11/part-0001.parquet ${APPS_ROLE}etl`,
    expect: { decision: 'deny', causes: ['one-side-grants'] },
  },
  {
    name: 'principal-misspelt',
    title: 'The bucket policy names the role’s predecessor',
    command: `/s3-403 company-ledger 2026/q3/journal.csv ${APPS_ROLE}billing-exporter`,
    expect: { decision: 'deny', causes: ['principal-misspelt'] },
  },
  {
    name: 'deny-unless-vpc-endpoint',
    title: 'Denied unless it comes through a VPC endpoint',
    command: `/s3-403 patient-records visits/81723.json ${APPS_ROLE}records-api`,
    expect: { decision: 'undetermined', causes: ['condition-unknown'] },
  },
  {
    name: 'vpc-endpoint-given',
    title: 'The same, from the wrong VPC endpoint',
    command: `/s3-403 patient-records visits/81723.json ${APPS_ROLE}records-api --vpc-endpoint vpce-0b22d8e1f9a3c4b5d`,
    expect: { decision: 'deny', causes: ['explicit-deny'] },
  },
  {
    name: 'endpoint-policy-without-allow',
    title: 'A VPC endpoint that lets only training data through',
    command: `/s3-403 ml-features 2026/w46.parquet ${APPS_ROLE}feature-store --vpc-endpoint vpce-0d33f4e5a6b7c8d9e`,
    expect: { decision: 'deny', causes: ['endpoint-policy-without-allow'] },
  },
  {
    name: 'scp-without-allow',
    title: 'An organizational unit that allows no S3',
    command: '/s3-403 research-scratch run-41/model.bin arn:aws:iam::777788889999:role/model-training',
    expect: { decision: 'deny', causes: ['scp-without-allow'] },
  },
  {
    name: 'scp-denies-region',
    title: 'A bucket outside the allowed regions',
    command: `/s3-403 us-clickstream 2026/11/20/00.json.gz ${APPS_ROLE}analytics`,
    expect: { decision: 'deny', causes: ['explicit-deny'] },
  },
  {
    name: 'scp-protects-backups',
    title: 'Backups may not be deleted by anybody',
    command: `/s3-403 backups-databases db/2024-11-20.dump ${APPS_ROLE}backup-janitor --operation DeleteObject`,
    expect: { decision: 'deny', causes: ['explicit-deny'] },
  },
  {
    name: 'boundary-without-allow',
    title: 'The permissions boundary leaves writing out',
    command: `/s3-403 build-artifacts app-1841.zip ${APPS_ROLE}ci-deploy --operation PutObject`,
    expect: { decision: 'deny', causes: ['boundary-without-allow'] },
  },
  {
    name: 'bucket-action-on-object-arn',
    title: 'Listing allowed on the objects, not the bucket',
    command: `/s3-403 s3://media-assets ${APPS_ROLE}thumbnails`,
    expect: { decision: 'deny', causes: ['bucket-action-on-object-arn'] },
  },
  {
    name: 'public-policy-restricted',
    title: 'One public statement shuts the named reader out',
    command: `/s3-403 open-datasets weather/2026.parquet ${APPS_ROLE}data-science`,
    expect: { decision: 'deny', causes: ['public-access-blocked'] },
  },
  {
    name: 'anonymous-blocked',
    title: 'A public bucket that the public cannot read',
    command: '/s3-403 open-datasets weather/2026.parquet anonymous',
    expect: { decision: 'deny', causes: ['public-access-blocked'] },
  },
  {
    name: 'role-made-again',
    title: 'The role was deleted and made again',
    command: `/s3-403 hr-exports 2026-11.csv ${APPS_ROLE}hr-sync`,
    expect: { decision: 'deny', causes: ['principal-deleted-and-recreated'] },
  },
  {
    name: 'source-account-for-a-role',
    title: 'A condition that no role can meet',
    command: `/s3-403 invoice-inbox 2026/11/2044.pdf ${APPS_ROLE}invoice-writer --operation PutObject`,
    expect: { decision: 'deny', causes: ['service-key-in-allow'] },
  },
  {
    name: 'leaked-key-quarantine',
    title: 'A user under quarantine',
    command: '/s3-403 build-artifacts app-1841.zip arn:aws:iam::111122223333:user/ci-uploader',
    expect: { decision: 'deny', causes: ['explicit-deny'] },
  },
  {
    name: 'revoked-session',
    title: 'A session from before “Revoke active sessions”',
    command: '/s3-403 ticket-attachments 5521/screen.png arn:aws:sts::111122223333:assumed-role/support-oncall/ada',
    expect: { decision: 'undetermined', causes: ['condition-unknown'] },
  },
  {
    name: 'key-in-another-case',
    title: 'Granted through a group, but Reports/ is not reports/',
    command: '/s3-403 finance-archive reports/2026/q3.xlsx arn:aws:iam::111122223333:user/finance/jane',
    expect: { decision: 'deny', causes: ['nobody-grants'] },
  },
  {
    name: 'missing-encryption-header',
    title: 'An upload without the header that the bucket demands',
    command: `/s3-403 customer-uploads avatars/77.png ${APPS_ROLE}uploader --operation PutObject`,
    expect: { decision: 'deny', causes: ['explicit-deny'] },
  },
  {
    name: 'not-principal',
    title: 'Everybody is denied but two',
    command: `/s3-403 audit-logs 2026/11/20.log.gz ${APPS_ROLE}soc-reader`,
    expect: { decision: 'deny', causes: ['explicit-deny'] },
  },
  {
    name: 'list-wrong-prefix',
    title: 'May list home/, asked for shared/',
    command: `/s3-403 team-notebooks ${APPS_ROLE}notebooks --context s3:prefix=shared/`,
    expect: { decision: 'deny', causes: ['condition-failed'] },
  },
  {
    name: 'role-deleted',
    title: 'The role is gone',
    command: `/s3-403 payroll-reports 2026/10.csv ${APPS_ROLE}nightly-batch`,
    expect: { decision: 'undetermined', causes: ['no-such-caller'] },
  },
  {
    name: 'account-unreadable',
    title: 'A vendor’s account that we cannot read',
    command:
      '/s3-403 partner-dropbox inbound/2026-11-20.zip arn:aws:iam::222233334444:role/vendor-sync --operation PutObject',
    expect: { decision: 'undetermined', causes: ['something-unreadable'] },
  },
  {
    name: 'organization-unreadable',
    title: 'Everything allows, and one unit’s policies are hidden from us',
    command: '/s3-403 sales-lake orders/2026/11/part-0001.parquet arn:aws:iam::444455556666:role/quality',
    expect: { decision: 'undetermined', causes: ['something-unreadable'] },
  },
  {
    name: 'allowed-now',
    title: 'Denied a moment ago, allowed now',
    command: `/s3-403 marketing-site index.html ${APPS_ROLE}web`,
    expect: { decision: 'allow', causes: [] },
  },
  {
    name: 'bad-input',
    title: 'Not understood: a misspelt option',
    command: `/s3-403 payroll-reports 2026/10.csv ${APPS_ROLE}reports --opertion PutObject`,
    expect: 'badInput',
  },
];
