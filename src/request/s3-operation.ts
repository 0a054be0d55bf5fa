/**
 * S3's API operations and the permissions each call needs, from
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html and the pages of the operations.
 */
export interface S3Operation {
  readonly name: string;
  /** What the caller must name. */
  readonly addresses: 'object' | 'bucket' | 'account';
  readonly needs: readonly Need[];
}

/** One permission: of S3 on a bucket or object, or of KMS where the object is (or will be) encrypted with a KMS key. */
export type Need = S3Need | KmsNeed;

export interface S3Need {
  readonly kind: 's3';
  readonly action: string;
  /** The action where the call names a version. */
  readonly versionAction?: string;
  readonly on: 'object' | 'bucket' | 'copySource' | 'account';
  /**
   * Needed only if the call carries one of these headers or condition keys; a `*` at the end stands for a family, and
   * `name=VALUE` asks for the value.
   */
  readonly whenCarried?: readonly string[];
  readonly why: string;
}

export interface KmsNeed {
  readonly kind: 'kms';
  readonly action: string;
  /** The key of the object that is there, the key of the object that is written, or the key of the copy's source. */
  readonly keyOf: 'storedObject' | 'newObject' | 'copySource';
  readonly whenCarried?: readonly string[];
  readonly why: string;
}

type Extra = Partial<Pick<S3Need, 'versionAction' | 'whenCarried'>>;

/** Builds a need of S3 on one kind of thing, from the action's name without its prefix. */
const needOn =
  (on: S3Need['on']) =>
  (action: string, why: string, extra: Extra = {}): S3Need => ({
    kind: 's3',
    action: `s3:${action}`,
    on,
    why,
    ...extra,
  });
export const onObject = needOn('object');
export const onBucket = needOn('bucket');
export const onSource = needOn('copySource');
export const onAccount = needOn('account');
export const kms = (
  action: string,
  keyOf: KmsNeed['keyOf'],
  why: string,
  whenCarried?: readonly string[],
): KmsNeed => ({
  kind: 'kms',
  action: `kms:${action}`,
  keyOf,
  why,
  ...(whenCarried === undefined ? {} : { whenCarried }),
});

/** Headers that set an ACL; the last stands for every `x-amz-grant-…`. */
export const ACL_HEADERS = ['x-amz-acl', 'x-amz-grant-*'];
