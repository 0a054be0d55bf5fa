import { type DemoRole, policy } from './demo-account.ts';

/** The applications' roles, most of them with a fault of its own. */
export const APPS_ROLES: Readonly<Record<string, DemoRole>> = {
  // The bucket's own ARN where the objects' was meant.
  reports: {
    inline: {
      ReadPayrollReports: policy({
        Sid: 'ReadPayrollReports',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::payroll-reports',
      }),
    },
  },
  etl: {
    inline: {
      SalesLake: policy(
        { Sid: 'ReadOrders', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::sales-lake/*' },
        { Sid: 'ListOrders', Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::sales-lake' },
      ),
    },
  },
  // Took over from `billing-export`, which the bucket policy still names.
  'billing-exporter': {
    inline: {
      Ledger: policy({
        Sid: 'ReadLedger',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::company-ledger/*',
      }),
    },
  },
  'billing-export': {
    inline: {
      Ledger: policy({
        Sid: 'ReadLedger',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::company-ledger/*',
      }),
    },
  },
  'records-api': {
    inline: {
      Records: policy({
        Sid: 'ReadRecords',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: 'arn:aws:s3:::patient-records/*',
      }),
    },
  },
  analytics: {
    inline: {
      Clickstream: policy({
        Sid: 'ReadClickstream',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::us-clickstream/*',
      }),
    },
  },
  'backup-janitor': {
    inline: {
      Backups: policy({
        Sid: 'PruneBackups',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:DeleteObject'],
        Resource: 'arn:aws:s3:::backups-databases/*',
      }),
    },
  },
  'ci-deploy': {
    boundary: 'DeveloperBoundary',
    inline: {
      PublishArtifacts: policy({
        Sid: 'PublishArtifacts',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: 'arn:aws:s3:::build-artifacts/*',
      }),
    },
  },
  // A bucket action on the ARN of its objects.
  thumbnails: {
    inline: {
      Media: policy({
        Sid: 'ReadMedia',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: 'arn:aws:s3:::media-assets/*',
      }),
    },
  },
  'feature-store': {
    inline: {
      Features: policy({
        Sid: 'ReadFeatures',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::ml-features/*',
      }),
    },
  },
  'data-science': {
    inline: {
      OpenData: policy({
        Sid: 'ReadOpenData',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::open-datasets/*',
      }),
    },
  },
  // Deleted and made again: the bucket policy still holds the id of the old one.
  'hr-sync': {
    createdMinutesAgo: 195,
    inline: {
      HrExports: policy({
        Sid: 'ReadHrExports',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::hr-exports/*',
      }),
    },
  },
  'invoice-writer': {
    inline: {
      Invoices: policy({
        Sid: 'WriteInvoices',
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::invoice-inbox/*',
      }),
    },
  },
  'support-oncall': {
    inline: {
      Tickets: policy({
        Sid: 'ReadAttachments',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::ticket-attachments/*',
      }),
      // What IAM's console attaches when somebody presses "Revoke active sessions".
      AWSRevokeOlderSessions: policy({
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T07:52:11.000Z' } },
      }),
    },
  },
  uploader: {
    inline: {
      Uploads: policy({
        Sid: 'WriteUploads',
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::customer-uploads/*',
      }),
    },
  },
  'soc-reader': {
    inline: {
      AuditLogs: policy({
        Sid: 'ReadAuditLogs',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::audit-logs/*',
      }),
    },
  },
  auditor: {
    inline: {
      AuditLogs: policy({
        Sid: 'ReadAuditLogs',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::audit-logs/*',
      }),
    },
  },
  web: {
    inline: {
      Assets: policy({
        Sid: 'ReadSite',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::marketing-site/*',
      }),
    },
  },
  notebooks: {
    inline: {
      HomeFolders: policy({
        Sid: 'ListHomeFolders',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::team-notebooks',
        Condition: { StringLike: { 's3:prefix': 'home/*' } },
      }),
    },
  },
};
