import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { wireRequest } from './wire-request.ts';

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIAATHAND/20261120/eu-central-1/${service}/aws4_request, SignedHeaders=host`,
});
const asked = (method: string, url: string, service: string, body = '', headers: Record<string, string> = {}) => {
  const message: Pick<IncomingMessage, 'method' | 'url' | 'headers'> = {
    method,
    url,
    headers: { ...signedFor(service), ...headers },
  };
  return wireRequest(message, body).call;
};

test.each<[string, string]>([
  [asked('GET', '/ledger/?policy=', 's3'), 's3:GetBucketPolicy'],
  [asked('GET', '/ledger/?policyStatus=', 's3'), 's3:GetBucketPolicyStatus'],
  [asked('GET', '/ledger/?list-type=2&prefix=a', 's3'), 's3:ListObjectsV2'],
  [asked('GET', '/ledger/2026/10.csv?x-id=GetObject', 's3'), 's3:GetObject'],
  [asked('GET', '/ledger/2026/10.csv?versionId=1', 's3'), 's3:GetObject'],
  [asked('GET', '/ledger/2026/10.csv?retention=', 's3'), 's3:GetObjectRetention'],
  [asked('GET', '/ledger/2026/10.csv?tagging=', 's3'), 's3:GetObjectTagging'],
  [asked('GET', '/ledger/2026/10.csv?attributes=', 's3'), 's3:GetObject'],
  [asked('GET', '/ledger/?versions=', 's3'), 's3:ListObjects'],
  [asked('HEAD', '/ledger/2026/10.csv', 's3'), 's3:HeadObject'],
  [asked('PUT', '/ledger/?policy=', 's3'), 's3:PUT /ledger/'],
  [asked('GET', '/v20180820/accesspoint/finance/policy', 's3'), 's3control:GetAccessPointPolicy'],
  [asked('PUT', '/v20180820/accesspoint/finance/policy', 's3'), 's3control:PUT /v20180820/accesspoint/finance/policy'],
  [asked('POST', '/', 'iam', 'Action=GetRole&RoleName=reports'), 'iam:GetRole'],
  [asked('POST', '/', 'kms', '{}', { 'x-amz-target': 'TrentService.DescribeKey' }), 'kms:DescribeKey'],
  [asked('GET', '/2015-03-31/functions/export/configuration', 'lambda'), 'lambda:GetFunctionConfiguration'],
  [asked('GET', '/2015-03-31/functions/export/code', 'lambda'), 'lambda:GET /2015-03-31/functions/export/code'],
])('a request on the wire is known for what it is: %s', (call, known) => expect(call).toBe(known));
