import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openLiveGate } from '../../src/collect/live-gate.ts';
import { awsListing } from '../../src/inventory/aws-listing.ts';
import { INVENTORY_PERMISSIONS } from '../../src/inventory/inventory-permissions.ts';
import { listen } from '../../src/sandbox/listen.ts';
import { readBody } from '../../src/sandbox/read-body.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAATHAND');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(() => void vi.unstubAllEnvs());

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>ASIAOFTHEROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
  <Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const BUCKETS = `<ListAllMyBucketsResult><Buckets><Bucket><Name>ledger</Name><BucketRegion>eu-west-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>`;
const ACCESS_POINTS = `<ListAccessPointsResult><AccessPointList><AccessPoint><Name>finance</Name><Alias>finance-s3alias</Alias></AccessPoint></AccessPointList></ListAccessPointsResult>`;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const connectionsOf = (of: Server | undefined): Promise<number> =>
  new Promise((resolve) => of?.getConnections((_error, count) => resolve(count)));

test('an account is read over the wire in a session that may do nothing else, and no connection is left open', async () => {
  const asked: { readonly url: string; readonly body: string }[] = [];
  server = createServer(async (request, response) => {
    const body = await readBody(request);
    const url = request.url ?? '';
    asked.push({ url, body });
    const answer = body.includes('Action=AssumeRole') ? ASSUMED : url.includes('accesspoint') ? ACCESS_POINTS : BUCKETS;
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
  });
  const { host } = await listen(server, 0);
  const { listBuckets } = awsListing({
    gate: openLiveGate({
      askedBy: 'inventory',
      permissions: INVENTORY_PERMISSIONS,
      oneCallAConnection: true,
      environment: { AWS_ENDPOINT_URL: `http://${host}` },
    }),
    partition: 'aws',
    roleName: 'S3AccessDiagnostics',
    organizationAccount: undefined,
    budgetMilliseconds: 5_000,
    now: () => new Date(),
  });
  expect(await listBuckets('111122223333')).toEqual({
    kind: 'found',
    value: {
      buckets: [{ name: 'ledger', region: 'eu-west-1' }],
      accessPoints: [{ alias: 'finance-s3alias', name: 'finance', region: 'eu-west-1' }],
    },
  });
  const policy: unknown = JSON.parse(new URLSearchParams(asked[0]?.body).get('Policy') ?? '{}');
  expect(policy).toMatchObject({
    Statement: [
      { Effect: 'Allow', Action: ['organizations:ListAccounts', 's3:ListAccessPoints', 's3:ListAllMyBuckets'] },
    ],
  });
  expect(asked).toHaveLength(3);
  await expect.poll(() => connectionsOf(server)).toBe(0);
});
