import { decodePercent } from './decode-percent.ts';
import { formatS3Arn, objectArn, parseS3Arn } from './s3-arn.ts';

/** The object that a copy reads. */
export interface CopySource {
  /** Its ARN. */
  readonly object: string;
  readonly bucket?: string;
  readonly key: string;
  readonly versionId?: string;
}

/**
 * The object that `x-amz-copy-source` names: `bucket/key`, with or without a leading slash and percent-encoding, with a
 * `?versionId=` if it has one, or the ARN of an access point's object; undefined if it names none.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export function parseCopySource(text: string, partition: string): CopySource | undefined {
  const [, path = '', versionId] = /^([\s\S]*?)(?:\?versionId=([^?&]+))?$/.exec(text.trim()) ?? [];
  const version = versionId === undefined ? {} : { versionId };
  const decoded = decodePercent(path)
    .replace(/^s3:\/\//, '')
    .replace(/^\//, '');
  const arn = parseS3Arn(decoded);
  if (arn?.kind === 'accessPointObject') return { object: formatS3Arn(arn), key: arn.key, ...version };
  if (arn?.kind === 'object') return { object: formatS3Arn(arn), bucket: arn.bucket, key: arn.key, ...version };
  const slash = decoded.indexOf('/');
  const bucket = decoded.slice(0, slash);
  const key = decoded.slice(slash + 1);
  if (slash < 1 || key === '') return undefined;
  return { object: objectArn(partition, bucket, key), bucket, key, ...version };
}
