import { isPartition, parseArn } from './arn.ts';
import { type Problem, problem, shown } from './bad-arguments.ts';
import { bucketNameFault, isLegacyBucketName, targetOfName } from './bucket-name.ts';
import { parseObjectUrl } from './object-url.ts';
import { parseS3Arn, type S3Arn } from './s3-arn.ts';
import type { CallTarget } from './s3-call.ts';

/** What a BUCKET word names, and all that it tells besides. */
export interface NamedBucket {
  readonly target: CallTarget;
  /** Said by the word itself; a bare name leaves it open. */
  readonly partition?: string;
  readonly key?: string;
  readonly versionId?: string;
  readonly region?: string;
  readonly vpcEndpoint?: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly notes: readonly string[];
}

const PRINCIPAL = 'arn:aws:iam::111122223333:role/reports';
const EXAMPLE = `example-reports 2026/10.csv ${PRINCIPAL}`;

/**
 * Reads a bucket name, `bucket/key`, `s3://bucket/key`, the ARN of a bucket, object or access point, an access point alias
 * or an object URL. A partition that the word does not say is `aws` until the principal tells it.
 */
export function parseNamedBucket(word: string): NamedBucket | Problem {
  if (word === '') return problem('BUCKET is empty', 'name the bucket', EXAMPLE);
  if (/^https?:\/\//i.test(word)) return fromUrl(word);
  if (/^s3a?n?:\/\//i.test(word)) return fromPath(word.replace(/^s3a?n?:\/\//i, ''));
  if (/^arn:/i.test(word)) return fromArn(word);
  if (word.startsWith('/')) {
    return problem(
      `\`${shown(word)}\` begins with a slash, so it names no bucket`,
      'put the bucket before the key',
      EXAMPLE,
    );
  }
  return fromPath(word);
}

const open = (target: CallTarget, more: Partial<NamedBucket> = {}): NamedBucket => ({
  target,
  context: {},
  notes: [],
  ...more,
});

function fromPath(path: string): NamedBucket | Problem {
  if (/^arn:/i.test(path)) return fromArn(path);
  const slash = path.indexOf('/');
  const name = slash < 0 ? path : path.slice(0, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  return fromName(name, key);
}

function fromName(name: string, key: string): NamedBucket | Problem {
  const target = targetOfName(name, 'aws');
  const fault = target.kind === 'bucket' ? bucketNameFault(name) : undefined;
  if (fault !== undefined) {
    const legacy = isLegacyBucketName(name) ? '; a bucket of before 2018 with such a name goes by its ARN' : '';
    return problem(
      `\`${shown(name)}\` cannot be a bucket: ${fault}`,
      `name the bucket, \`s3://bucket/key\`, an ARN, an access point alias or an object URL${legacy}`,
      EXAMPLE,
    );
  }
  return open(target, key === '' ? {} : { key });
}

function fromUrl(word: string): NamedBucket | Problem {
  const named = parseObjectUrl(word);
  if (named === undefined) {
    const host = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(word)?.[1] ?? '';
    return problem(
      `the host \`${shown(host)}\` is not one of S3's`,
      'give the bucket and the key themselves, or an object URL of S3 (a CDN or a domain of your own hides the bucket)',
      `https://example-reports.s3.eu-central-1.amazonaws.com/2026/10.csv ${PRINCIPAL}`,
    );
  }
  const { target } = named;
  const fault = target.kind === 'bucket' && !isLegacyBucketName(target.name) ? bucketNameFault(target.name) : undefined;
  if (fault === undefined) return named;
  return problem(
    `\`${shown(target.kind === 'bucket' ? target.name : word)}\` cannot be a bucket: ${fault}`,
    'check the URL',
    EXAMPLE,
  );
}

function fromArn(word: string): NamedBucket | Problem {
  const arn = parseArn(word);
  if (arn === undefined) {
    return problem(
      `\`${shown(word)}\` is not a whole ARN`,
      'an ARN has six parts between colons',
      `arn:aws:s3:::example-reports/2026/10.csv ${PRINCIPAL}`,
    );
  }
  if (!isPartition(arn.partition)) {
    return problem(
      `\`${shown(arn.partition)}\` is no partition of AWS`,
      'an ARN begins with `arn:aws:`, `arn:aws-cn:`, `arn:aws-us-gov:` or `arn:aws-eusc:`',
      `arn:aws:s3:::example-reports/2026/10.csv ${PRINCIPAL}`,
    );
  }
  const s3 = parseS3Arn(word);
  if (s3 !== undefined) return fromS3Arn(s3);
  if (arn.service !== 's3') {
    const principal =
      arn.service === 'iam' || arn.service === 'sts' ? ' (a principal comes last, after BUCKET and KEY)' : '';
    return problem(
      `\`${shown(word)}\` is an ARN of \`${shown(arn.service)}\`, not of S3${principal}`,
      'name the bucket, or give the ARN of a bucket, an object or an access point',
      `arn:aws:s3:::example-reports/2026/10.csv ${PRINCIPAL}`,
    );
  }
  return problem(
    `\`${shown(word)}\` is no ARN of a bucket, an object or an access point`,
    "a bucket's ARN has no region and no account: `arn:aws:s3:::BUCKET`; an access point's has both",
    `arn:aws:s3:eu-central-1:111122223333:accesspoint/example-ap ${PRINCIPAL}`,
  );
}

function fromS3Arn(arn: S3Arn): NamedBucket | Problem {
  switch (arn.kind) {
    case 'bucket':
    case 'object': {
      const { bucket: name, partition } = arn;
      const fault = isLegacyBucketName(name) ? undefined : bucketNameFault(name);
      if (fault !== undefined) {
        return problem(
          `\`${shown(name)}\` cannot be a bucket: ${fault}`,
          'name one bucket, without wildcards',
          `arn:aws:s3:::example-reports/2026/10.csv ${PRINCIPAL}`,
        );
      }
      return open(targetOfName(name, partition), { partition, ...(arn.kind === 'object' ? { key: arn.key } : {}) });
    }
    case 'accessPoint':
    case 'accessPointObject': {
      const { name, account, region, partition } = arn;
      const target: CallTarget = { kind: 'accessPoint', name, account, region, partition };
      return open(target, { partition, region, ...(arn.kind === 'accessPointObject' ? { key: arn.key } : {}) });
    }
    case 'notCovered':
      return open({ kind: 'notCovered', service: arn.service, text: arn.text }, keyWithin(arn.text));
  }
}

/** The key behind a multi-region or Object Lambda access point. */
function keyWithin(arn: string): { readonly key?: string } {
  const key = /[:/]accesspoint\/[^/]+\/object\/(?<key>[\s\S]+)$/.exec(arn)?.groups?.key;
  return key === undefined ? {} : { key };
}
