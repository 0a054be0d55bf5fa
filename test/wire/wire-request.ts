import type { IncomingMessage } from 'node:http';

/** One request as it went over the wire: what AWS itself would take it for, whatever the program calls it. */
export interface WireRequest {
  /** As the read table names calls, e.g. `s3control:GetAccessPoint`; `s3:GetObject` where an object's content is asked for. */
  readonly call: string;
  /** The key that signed it; empty where nothing did. */
  readonly accessKeyId: string;
  readonly region: string;
  /** Method, path and query. */
  readonly line: string;
  readonly body: string;
}

/** What a request is, by its own protocol's mark: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function wireRequest(
  { method = '', url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: string,
): WireRequest {
  const credential = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '');
  const [, accessKeyId = '', region = '', signedFor = ''] = credential ?? [];
  const asked = new URL(url, 'http://host');
  const target = headers['x-amz-target'];
  const named = typeof target === 'string' ? target.split('.').at(-1) : new URLSearchParams(body).get('Action');
  const line = `${method} ${url}`;
  return { call: callOf(signedFor, method, asked, named ?? undefined), accessKeyId, region, line, body };
}

function callOf(service: string, method: string, { pathname, searchParams }: URL, named: string | undefined): string {
  if (service === 's3') {
    return pathname.startsWith('/v20180820/')
      ? `s3control:${restOperation(S3_CONTROL, method, pathname)}`
      : `s3:${s3Operation(method, pathname, searchParams)}`;
  }
  if (service === 'lambda') return `lambda:${restOperation(LAMBDA, method, pathname)}`;
  return `${service}:${named ?? `${method} ${pathname}`}`;
}

type RestOperations = readonly (readonly [RegExp, string])[];
const restOperation = (operations: RestOperations, method: string, pathname: string): string =>
  (method === 'GET' ? operations.find(([path]) => path.test(pathname))?.[1] : undefined) ?? `${method} ${pathname}`;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html */
const S3_CONTROL: RestOperations = [
  [/^\/v20180820\/configuration\/publicAccessBlock$/, 'GetPublicAccessBlock'],
  [/^\/v20180820\/accesspoint$/, 'ListAccessPoints'],
  [/^\/v20180820\/accesspoint\/[^/]+$/, 'GetAccessPoint'],
  [/^\/v20180820\/accesspoint\/[^/]+\/policy$/, 'GetAccessPointPolicy'],
  [/^\/v20180820\/accesspoint\/[^/]+\/policyStatus$/, 'GetAccessPointPolicyStatus'],
];

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
const LAMBDA: RestOperations = [[/^\/2015-03-31\/functions\/[^/]+\/configuration$/, 'GetFunctionConfiguration']];

/** What a GET of a bucket, or of an object, asks for by its query: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
const OF_BUCKET: Readonly<Record<string, string>> = {
  abac: 'GetBucketAbac',
  acl: 'GetBucketAcl',
  encryption: 'GetBucketEncryption',
  'object-lock': 'GetObjectLockConfiguration',
  ownershipControls: 'GetBucketOwnershipControls',
  policy: 'GetBucketPolicy',
  policyStatus: 'GetBucketPolicyStatus',
  publicAccessBlock: 'GetPublicAccessBlock',
  requestPayment: 'GetBucketRequestPayment',
  tagging: 'GetBucketTagging',
  versioning: 'GetBucketVersioning',
};
const OF_OBJECT: Readonly<Record<string, string>> = {
  acl: 'GetObjectAcl',
  'legal-hold': 'GetObjectLegalHold',
  retention: 'GetObjectRetention',
  tagging: 'GetObjectTagging',
};

function s3Operation(method: string, pathname: string, query: URLSearchParams): string {
  const [, bucket = '', ...key] = pathname.split('/');
  const ofObject = key.join('/') !== '';
  if (method === 'HEAD') return ofObject ? 'HeadObject' : 'HeadBucket';
  if (method !== 'GET') return `${method} ${pathname}`;
  if (bucket === '') return 'ListBuckets';
  if (!ofObject && query.get('list-type') === '2') return 'ListObjectsV2';
  const asked = Object.entries(ofObject ? OF_OBJECT : OF_BUCKET).find(([word]) => query.has(word));
  // A GET of a key that asks for nothing beside it is answered with its content.
  return asked?.[1] ?? (ofObject ? 'GetObject' : 'ListObjects');
}
