import { describe, expect, test } from 'vitest';
import { decisionOf, type Row } from './aws-documentation/documented-row.ts';
import { IAM_PAGES } from './aws-documentation/iam-pages.ts';
import { ORGANIZATIONS_PAGES } from './aws-documentation/organizations-pages.ts';
import { S3_PAGES } from './aws-documentation/s3-pages.ts';

describe.each(Object.entries({ ...S3_PAGES, ...ORGANIZATIONS_PAGES, ...IAM_PAGES }))('%s', (_page, rows) => {
  test.each(rows.map((row): [string, Row] => [row.says, row]))('%s', (_says, row) => {
    expect(decisionOf(row)).toBe(row.decision);
  });
});
