import { formatArn, isAccountId, parseArn } from './arn.ts';

/** What an ARN of one of S3's services names. */
export type S3Arn =
  | { readonly kind: 'bucket'; readonly partition: string; readonly bucket: string }
  | { readonly kind: 'object'; readonly partition: string; readonly bucket: string; readonly key: string }
  | (AccessPointName & { readonly kind: 'accessPoint' })
  | (AccessPointName & { readonly kind: 'accessPointObject'; readonly key: string })
  | NotCoveredArn;

export interface AccessPointName {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** Resources of S3's other services: recognised so that they can be named. */
export interface NotCoveredArn {
  readonly kind: 'notCovered';
  readonly service: 'multiRegionAccessPoint' | 'objectLambda' | 'directoryBucket' | 's3Tables' | 'outposts';
  readonly text: string;
}

const NOT_COVERED: Readonly<Record<string, NotCoveredArn['service']>> = {
  's3-object-lambda': 'objectLambda',
  s3express: 'directoryBucket',
  s3tables: 's3Tables',
  's3-outposts': 'outposts',
};

const ACCESS_POINT = /^accesspoint[/:](?<name>[^/:]+)(?:[/:]object[/:](?<key>[\s\S]+))?$/;
const OBJECT = /^(?<bucket>[^/]+)(?:\/(?<key>[\s\S]*))?$/;

/** What an ARN of S3 names; undefined for text that is no such ARN. A bucket ARN that ends in `/` names the bucket. */
export function parseS3Arn(text: string): S3Arn | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const notCovered = NOT_COVERED[arn.service];
  if (notCovered !== undefined) return { kind: 'notCovered', service: notCovered, text };
  if (arn.service !== 's3') return undefined;
  const { partition, region, account } = arn;
  const accessPoint = ACCESS_POINT.exec(arn.resource)?.groups;
  if (accessPoint !== undefined && account !== '') {
    if (region === '') return { kind: 'notCovered', service: 'multiRegionAccessPoint', text };
    if (!isAccountId(account)) return undefined;
    const name = accessPoint.name ?? '';
    const key = accessPoint.key;
    return key === undefined
      ? { kind: 'accessPoint', partition, region, account, name }
      : { kind: 'accessPointObject', partition, region, account, name, key };
  }
  const object = OBJECT.exec(arn.resource)?.groups;
  if (object === undefined || region !== '' || account !== '') return undefined;
  const bucket = object.bucket ?? '';
  const key = object.key ?? '';
  return key === '' ? { kind: 'bucket', partition, bucket } : { kind: 'object', partition, bucket, key };
}

export function formatS3Arn(arn: S3Arn): string {
  switch (arn.kind) {
    case 'bucket':
      return bucketArn(arn.partition, arn.bucket);
    case 'object':
      return objectArn(arn.partition, arn.bucket, arn.key);
    case 'accessPoint':
      return accessPointArn(arn);
    case 'accessPointObject':
      return `${accessPointArn(arn)}/object/${arn.key}`;
    case 'notCovered':
      return arn.text;
  }
}

export function bucketArn(partition: string, bucket: string): string {
  return formatArn({ partition, service: 's3', region: '', account: '', resource: bucket });
}

export function objectArn(partition: string, bucket: string, key: string): string {
  return `${bucketArn(partition, bucket)}/${key}`;
}

/** Objects behind the access point are `…/object/KEY` under this ARN. */
export function accessPointArn({ partition, region, account, name }: AccessPointName): string {
  return formatArn({ partition, service: 's3', region, account, resource: `accesspoint/${name}` });
}
