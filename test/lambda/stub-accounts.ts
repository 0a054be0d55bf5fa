import { createServer } from 'node:http';
import { listen } from '../../src/sandbox/listen.ts';
import { readBody } from '../../src/sandbox/read-body.ts';

/** STS and S3 of accounts with a diagnostic role and one bucket, encrypted with a key; whatever else is asked is denied. */
export interface StubAccounts {
  /** Endpoints of the services that are read, for the SDK's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The session policies that were handed down. */
  readonly narrowedTo: readonly string[];
  /** What was asked of objects: `HEAD /bucket/key`. */
  readonly ofObjects: readonly string[];
  close(): Promise<void>;
}

export const DEFAULT_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/default';
export const OWN_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/own';

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
  <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
const ENCRYPTION = `<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>
  <ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${DEFAULT_KEY}</KMSMasterKeyID>
  </ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;
const DENIED = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
const HEAD = {
  'last-modified': 'Wed, 12 Oct 2022 17:50:00 GMT',
  etag: '"fba9dede5f27731c9771645a39863328"',
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-aws-kms-key-id': OWN_KEY,
};

export async function serveStubAccounts(): Promise<StubAccounts> {
  const narrowedTo: string[] = [];
  const ofObjects: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const { method = '', url = '' } = request;
    if (body.includes('Action=AssumeRole')) {
      narrowedTo.push(new URLSearchParams(body).get('Policy') ?? '');
      return response.writeHead(200, { 'content-type': 'text/xml' }).end(ASSUMED);
    }
    const [path = '', query = ''] = url.split('?');
    if (/^\/(?!v20180820)[^/]+\/.+/.test(path) && (query === '' || query === 'x-id=GetObject')) {
      ofObjects.push(`${method} ${path}`);
      if (method === 'HEAD') return response.writeHead(200, HEAD).end();
    }
    if (query.startsWith('encryption')) return response.writeHead(200, { 'content-type': 'text/xml' }).end(ENCRYPTION);
    return response.writeHead(403, { 'content-type': 'text/xml' }).end(DENIED);
  });
  const { host, close } = await listen(server, 0);
  const services = ['STS', 'S3', 'S3_CONTROL', 'IAM', 'ORGANIZATIONS', 'KMS', 'EC2', 'LAMBDA', 'CLOUDTRAIL'];
  const environment = Object.fromEntries(services.map((name) => [`AWS_ENDPOINT_URL_${name}`, `http://${host}`]));
  return { environment, narrowedTo, ofObjects, close };
}
