import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient, type S3ControlClientConfig } from '@aws-sdk/client-s3-control';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** The account that moto takes every credential of its own making to be of. */
export const MANAGEMENT = '123456789012';
export const REGION = 'eu-central-1';
const AT_HAND = { accessKeyId: 'testing', secretAccessKey: 'testing' };

/** Clients that act in one account. */
export interface AccountClients {
  readonly account: string;
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly organizations: OrganizationsClient;
  readonly s3: S3Client;
  readonly s3control: S3ControlClient;
}

// The client would put the account's id before the host.
function atEndpoint(endpoint: string): Pick<S3ControlClientConfig, 'endpointProvider'> {
  const authSchemes = [{ name: 'sigv4', signingName: 's3', signingRegion: REGION, properties: {} }];
  return { endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes }, headers: {} }) };
}

/** moto lets anybody be any account: credentials of a role in it act there, whether the role exists or not. */
export async function clientsOf(endpoint: string, account: string): Promise<AccountClients> {
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials: AT_HAND });
  const assumed = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/setup`, RoleSessionName: 'setup' }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const global = { endpoint, region: 'us-east-1', credentials };
  const regional = { endpoint, region: REGION, credentials };
  return {
    account,
    ec2: new EC2Client(regional),
    iam: new IAMClient(global),
    kms: new KMSClient(regional),
    organizations: new OrganizationsClient(global),
    s3: new S3Client({ ...regional, forcePathStyle: true }),
    s3control: new S3ControlClient({ ...regional, ...atEndpoint(endpoint) }),
  };
}
