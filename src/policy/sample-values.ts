import { isBooleanKey } from './global-condition-keys.ts';
import { conditionKeyType } from './service-actions.ts';

/** Values that look real, for keys whose policies name none that fits. Several, so that one is left when others are taken. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'aws:sourceip': ['203.0.113.10', '198.51.100.20', '2001:db8::10'],
  'aws:vpcsourceip': ['10.0.0.10', '172.16.0.10', '192.168.0.10'],
  'aws:sourcevpce': ['vpce-0123456789abcdef0', 'vpce-0fedcba9876543210'],
  'aws:sourcevpc': ['vpc-0123456789abcdef0', 'vpc-0fedcba9876543210'],
  'aws:principalorgid': ['o-exampleorg0', 'o-exampleorg1'],
  'aws:resourceorgid': ['o-exampleorg0', 'o-exampleorg1'],
  'aws:principalorgpaths': ['o-exampleorg0/r-ab12/ou-ab12-11111111/'],
  'aws:sourcearn': ['arn:aws:cloudfront::999900001111:distribution/EXAMPLE', 'arn:aws:s3:::example'],
  'aws:requestedregion': ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  'aws:useragent': ['aws-cli/2.0'],
  'aws:calledvia': ['athena.amazonaws.com', 'cloudformation.amazonaws.com'],
  'aws:principaltype': ['AssumedRole', 'User', 'Account', 'FederatedUser'],
  's3:tlsversion': ['1.3', '1.2', '1.1', '1.0'],
  's3:authtype': ['REST-HEADER', 'REST-QUERY-STRING', 'POST'],
  's3:signatureversion': ['AWS4-HMAC-SHA256', 'AWS'],
  's3:x-amz-server-side-encryption': ['AES256', 'aws:kms', 'aws:kms:dsse'],
  's3:x-amz-acl': ['private', 'bucket-owner-full-control', 'public-read'],
  's3:accesspointnetworkorigin': ['Internet', 'VPC'],
  's3:prefix': ['', 'example/'],
};

const ACCOUNTS = ['999900001111', '888800001111'];
const TEXTS = ['example', 'another'];

/** The only values a key can have, where AWS names them. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  's3:accesspointnetworkorigin': ['Internet', 'VPC'],
};

const BOOLEANS: readonly string[] = ['true', 'false'];

/** Every value a key can have, if they can be listed. */
export function closedValues(key: string): readonly string[] | undefined {
  const name = key.toLowerCase();
  return CLOSED[name] ?? (isBooleanKey(name) ? BOOLEANS : undefined);
}

export function sampleValues(key: string): readonly string[] {
  const name = key.toLowerCase();
  const own = SAMPLES[name];
  if (own !== undefined) return own;
  if (/account$/.test(name)) return ACCOUNTS;
  if (/arn$/.test(name) || conditionKeyType(name)?.type === 'ARN') {
    return ['arn:aws:iam::999900001111:role/example', 'arn:aws:s3:::example'];
  }
  return TEXTS;
}
