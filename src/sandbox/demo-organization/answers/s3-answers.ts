import type { DemoAccount, DemoBucket } from '../demo-account.ts';
import { ACCOUNTS } from '../organization.ts';
import { type Answers, AwsRefusal, minutesAgo, policyText } from './answer.ts';

const noSuchBucket = () => new AwsRefusal('NoSuchBucket', 404, 'The specified bucket does not exist');
const denied = () => new AwsRefusal('AccessDenied', 403, 'Access Denied');

/** Names of buckets are unique in the whole partition, so any account can learn where one is. */
function anyBucket(name: string | undefined): { readonly owner: DemoAccount; readonly bucket: DemoBucket } {
  for (const owner of ACCOUNTS) {
    const bucket = owner.buckets?.[name ?? ''];
    if (bucket !== undefined) return { owner, bucket };
  }
  throw noSuchBucket();
}

/** A bucket's configuration is shown to its owner alone. */
function ownBucket(account: DemoAccount, name: string | undefined): DemoBucket {
  const { owner, bucket } = anyBucket(name);
  if (owner !== account) throw denied();
  return bucket;
}

/** HeadBucket has no body, so the name of its error is the status's. */
class HeadRefusal extends AwsRefusal {
  readonly $response: { readonly headers: Readonly<Record<string, string>> };

  constructor(region: string) {
    super('Forbidden', 403, 'UnknownError');
    this.$response = { headers: { 'x-amz-bucket-region': region } };
  }
}

const notFound = () => new AwsRefusal('NotFound', 404, 'UnknownError');

function ownersAcl(account: DemoAccount) {
  const Owner = { ID: account.id.padStart(64, '0') };
  return { Owner, Grants: [{ Grantee: { Type: 'CanonicalUser', ...Owner }, Permission: 'FULL_CONTROL' }] };
}

const noObjectLock = () =>
  new AwsRefusal(
    'ObjectLockConfigurationNotFoundError',
    404,
    'Object Lock configuration does not exist for this bucket',
  );

/** A bucket whose owner pays, without versions, Object Lock or attribute-based access control: what a new one is. */
const S3_SETTING_ANSWERS: Pick<
  Answers<'s3'>,
  | 's3:GetBucketRequestPayment'
  | 's3:GetBucketVersioning'
  | 's3:GetObjectLockConfiguration'
  | 's3:GetBucketAbac'
  | 's3:GetBucketTagging'
  | 's3:GetObjectRetention'
  | 's3:GetObjectLegalHold'
  | 's3:HeadObject'
> = {
  's3:GetBucketRequestPayment': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    return { Payer: 'BucketOwner' };
  },
  's3:GetBucketVersioning': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    return {};
  },
  's3:GetObjectLockConfiguration': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    throw noObjectLock();
  },
  's3:GetBucketAbac': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    return { AbacStatus: { Status: 'Disabled' } };
  },
  's3:GetBucketTagging': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    throw new AwsRefusal('NoSuchTagSet', 404, 'The TagSet does not exist');
  },
  's3:GetObjectRetention': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    throw noObjectLock();
  },
  's3:GetObjectLegalHold': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    throw noObjectLock();
  },
  // The diagnostic roles of the demo organization may not look at objects: a HEAD's error has no body.
  's3:HeadObject': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    throw new AwsRefusal('Forbidden', 403, 'UnknownError');
  },
};

/** What S3 answers. */
export const S3_ANSWERS: Answers<'s3'> = {
  ...S3_SETTING_ANSWERS,
  's3:HeadBucket': (account, { Bucket = '' }) => {
    const known = ACCOUNTS.some(({ buckets }) => buckets?.[Bucket] !== undefined);
    if (!known) throw notFound();
    const { owner, bucket } = anyBucket(Bucket);
    if (owner !== account) throw new HeadRefusal(bucket.region);
    return { BucketRegion: bucket.region, AccessPointAlias: false };
  },
  's3:ListBuckets': (account, { Prefix = '' }) => ({
    Buckets: Object.entries(account.buckets ?? {})
      .filter(([Name]) => Name.startsWith(Prefix))
      .map(([Name, { region }]) => ({ Name, BucketRegion: region, CreationDate: minutesAgo(500 * 24 * 60) })),
  }),
  's3:GetBucketPolicy': (account, { Bucket }) => {
    const { policy } = ownBucket(account, Bucket);
    if (policy === undefined) throw new AwsRefusal('NoSuchBucketPolicy', 404, 'The bucket policy does not exist');
    return { Policy: policyText(policy) };
  },
  's3:GetBucketPolicyStatus': (account, { Bucket }) => {
    const { policy, isPublic = false } = ownBucket(account, Bucket);
    if (policy === undefined) throw new AwsRefusal('NoSuchBucketPolicy', 404, 'The bucket policy does not exist');
    return { PolicyStatus: { IsPublic: isPublic } };
  },
  's3:GetPublicAccessBlock': (account, { Bucket }) => {
    const { publicAccessBlock } = ownBucket(account, Bucket);
    if (publicAccessBlock === undefined) {
      const message = 'The public access block configuration was not found';
      throw new AwsRefusal('NoSuchPublicAccessBlockConfiguration', 404, message);
    }
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },
  's3:GetBucketOwnershipControls': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    return { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
  },
  's3:GetBucketAcl': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    return ownersAcl(account);
  },
  's3:GetObjectAcl': (account, { Bucket, Key = '' }) => {
    const { keys = [] } = ownBucket(account, Bucket);
    if (!keys.includes(Key)) throw new AwsRefusal('NoSuchKey', 404, 'The specified key does not exist.');
    return ownersAcl(account);
  },
  's3:GetObjectTagging': (account, { Bucket, Key = '' }) => {
    const { keys = [] } = ownBucket(account, Bucket);
    if (!keys.includes(Key)) throw new AwsRefusal('NoSuchKey', 404, 'The specified key does not exist.');
    return { TagSet: [] };
  },
  's3:GetBucketEncryption': (account, { Bucket }) => {
    ownBucket(account, Bucket);
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'AES256' };
    const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: false }];
    return { ServerSideEncryptionConfiguration: { Rules } };
  },
  's3:ListObjectsV2': (account, { Bucket, Prefix = '', MaxKeys = 1000 }) => {
    const { keys = [] } = ownBucket(account, Bucket);
    const Contents = keys.filter((key) => key.startsWith(Prefix)).map((Key) => ({ Key, StorageClass: 'STANDARD' }));
    return { Name: Bucket, Prefix, MaxKeys, KeyCount: Contents.length, Contents: Contents.slice(0, MaxKeys) };
  },
};

const noAccessPoint = () => new AwsRefusal('NoSuchAccessPoint', 404, 'The specified accesspoint does not exist');

/** What S3 answers of the account. */
export const S3_CONTROL_ANSWERS: Answers<'s3control'> = {
  's3control:GetPublicAccessBlock': ({ publicAccessBlock }) => {
    if (publicAccessBlock === undefined) {
      const message = 'The public access block configuration was not found';
      throw new AwsRefusal('NoSuchPublicAccessBlockConfiguration', 404, message);
    }
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },
  's3control:GetAccessPoint': () => {
    throw noAccessPoint();
  },
  's3control:GetAccessPointPolicy': () => {
    throw noAccessPoint();
  },
  's3control:GetAccessPointPolicyStatus': () => {
    throw noAccessPoint();
  },
  's3control:ListAccessPoints': () => ({ AccessPointList: [] }),
};
