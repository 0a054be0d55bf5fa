import { DNS_SUFFIX, isPartition, PARTITIONS, partitionOfRegion } from './arn.ts';
import { targetOfName } from './bucket-name.ts';
import { decodePercent } from './decode-percent.ts';
import type { NamedBucket } from './named-bucket.ts';
import type { CallTarget } from './s3-call.ts';

/**
 * What the URL of an object, bucket or console page names, in any of S3's forms; undefined for a host that is not S3's.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function parseObjectUrl(text: string): NamedBucket | undefined {
  const url = URL_PARTS.exec(text)?.groups;
  if (url === undefined) return undefined;
  const query = parseQuery(url.query ?? '');
  const page: Page = { host: (url.host ?? '').toLowerCase(), path: url.path ?? '', query };
  const named = parseConsole(page) ?? parseHost(page);
  if (named === undefined) return undefined;
  return {
    ...named,
    ...(query.has('versionId') ? { versionId: query.get('versionId') ?? '' } : {}),
    context: { ...queryContext(query, named.key), ...named.context },
    notes: [...named.notes, ...queryNotes(query)],
  };
}

interface Page {
  readonly host: string;
  /** With its percent-encoding. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
}

const URL_PARTS =
  /^https?:\/\/(?:[^/?#@]*@)?(?<host>[^/?#:@]+)(?::\d+)?(?:\/(?<path>[^?#]*))?(?:\?(?<query>[^#]*))?(?:#.*)?$/is;

const SUFFIX = [...new Set(PARTITIONS.map((partition) => DNS_SUFFIX[partition]))]
  .sort((a, b) => b.length - a.length)
  .map((suffix) => suffix.replaceAll('.', '\\.'))
  .join('|');
const REGION = '(?<region>[a-z]{2,4}(?:-[a-z]+)+-\\d+)';

/** The hosts of S3, the first that matches; `named` is a bucket, an access point with its account, or an alias. */
const HOSTS: readonly { readonly host: RegExp; readonly read: (host: Host, page: Page) => NamedBucket | undefined }[] =
  [
    {
      host: host(
        `(?:(?<named>.+)\\.)?(?:bucket|accesspoint)\\.(?<endpoint>vpce-[0-9a-z]+)(?:-[0-9a-z-]+)?\\.s3\\.${REGION}\\.vpce`,
      ),
      read: (found, page) => withEndpoint(found, found.named === undefined ? inPath(found, page) : inHost(found, page)),
    },
    {
      host: host(`(?<named>[a-z0-9-]+)-(?<account>\\d{12})\\.s3-accesspoint(?:-fips)?(?:\\.dualstack)?\\.${REGION}`),
      read: (found, page) => accessPoint(found, page),
    },
    {
      host: host('(?<named>[a-z0-9]+\\.mrap)\\.accesspoint\\.s3-global'),
      read: (found, page) => notCovered('multiRegionAccessPoint', found, page),
    },
    {
      host: host(`(?<named>[a-z0-9-]+)\\.s3-object-lambda(?:-fips)?\\.${REGION}`),
      read: (found, page) => notCovered('objectLambda', found, page),
    },
    {
      host: host(`(?<named>.+)\\.s3express[a-z0-9-]*(?:\\.dualstack)?\\.${REGION}`),
      read: (found, page) => notCovered('directoryBucket', found, page),
    },
    {
      host: host(`(?<named>.+)\\.s3-outposts(?:-fips)?\\.${REGION}`),
      read: (found, page) => notCovered('outposts', found, page),
    },
    {
      host: host(`(?:.+\\.)?s3tables(?:-fips)?\\.${REGION}`),
      read: (found, page) => notCovered('s3Tables', found, page),
    },
    {
      host: host(`(?<named>.+)\\.s3-website[.-]${REGION}`),
      read: (found, page) => withNote(WEBSITE, inHost(found, page)),
    },
    { host: host('(?:(?<named>.+)\\.)?s3-accelerate(?:\\.dualstack)?'), read: (found, page) => inHost(found, page) },
    {
      host: host(`(?:(?<named>.+)\\.)?s3(?:-fips)?(?:\\.dualstack)?(?:[.-]${REGION}|-external-1)?`),
      read: (found, page) => (found.named === undefined ? inPath(found, page) : inHost(found, page)),
    },
  ];

/** The note that a URL of a website endpoint gives rise to. */
export const isWebsiteNote = (note: string): boolean => note === WEBSITE;

const WEBSITE =
  'The URL is of a website endpoint: it takes every request as anonymous, whatever credentials come with it.';

interface Host {
  readonly named?: string;
  readonly region?: string;
  readonly account?: string;
  readonly endpoint?: string;
  readonly partition: string;
}

function host(pattern: string): RegExp {
  return new RegExp(`^${pattern}\\.(?<suffix>${SUFFIX})$`);
}

function parseHost(page: Page): NamedBucket | undefined {
  for (const { host: pattern, read } of HOSTS) {
    const { named, region, account, endpoint, suffix } = pattern.exec(page.host)?.groups ?? {};
    if (suffix === undefined) continue;
    const bySuffix = PARTITIONS.find((partition) => DNS_SUFFIX[partition] === suffix) ?? 'aws';
    const partition = region === undefined ? bySuffix : partitionOfRegion(region);
    return read(
      {
        partition,
        ...(named === undefined ? {} : { named }),
        ...(region === undefined ? {} : { region }),
        ...(account === undefined ? {} : { account }),
        ...(endpoint === undefined ? {} : { endpoint }),
      },
      page,
    );
  }
  return undefined;
}

function inHost({ named, partition, region }: Host, { path }: Page): NamedBucket | undefined {
  return named === undefined ? undefined : place(targetOfName(named, partition), partition, path, region);
}

function inPath({ partition, region }: Host, { path }: Page): NamedBucket | undefined {
  const [, bucket = '', key = ''] = /^([^/]*)\/?([\s\S]*)$/.exec(path) ?? [];
  const name = decodePercent(bucket);
  return name === '' ? undefined : place(targetOfName(name, partition), partition, key, region);
}

function accessPoint({ named, account, region, partition }: Host, { path }: Page): NamedBucket | undefined {
  if (named === undefined || account === undefined || region === undefined) return undefined;
  return place({ kind: 'accessPoint', name: named, account, region, partition }, partition, path, region);
}

function notCovered(
  service: Extract<CallTarget, { kind: 'notCovered' }>['service'],
  { named, region, partition }: Host,
  page: Page,
): NamedBucket {
  return place({ kind: 'notCovered', service, text: named ?? page.host }, partition, page.path, region);
}

/** S3 reads a `+` in the path of a URL as a space; a plus sign in a key is `%2B`. */
function place(target: CallTarget, partition: string, path: string, region: string | undefined): NamedBucket {
  const key = decodePercent(path.replaceAll('+', ' '));
  return {
    target,
    partition,
    ...(key === '' ? {} : { key }),
    ...(region === undefined ? {} : { region }),
    context: {},
    notes: path.includes('+') ? [`S3 reads \`+\` in a URL as a space: the key is \`${key}\`.`] : [],
  };
}

function withEndpoint({ endpoint }: Host, named: NamedBucket | undefined): NamedBucket | undefined {
  return named === undefined || endpoint === undefined ? named : { ...named, vpcEndpoint: endpoint };
}

function withNote(note: string, named: NamedBucket | undefined): NamedBucket | undefined {
  return named === undefined ? undefined : { ...named, notes: [...named.notes, note] };
}

const CONSOLE = /^(?:s3\.|[a-z0-9-]+\.)?console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|aws\.eu)$/;
const CONSOLE_PATH = /^s3\/(?<page>buckets|object|upload)\/(?<bucket>[^/]+)/;

/** The console's own addresses: the key is in `prefix`. */
function parseConsole({ host: name, path, query }: Page): NamedBucket | undefined {
  const { page, bucket } = CONSOLE.test(name) ? (CONSOLE_PATH.exec(path)?.groups ?? {}) : {};
  if (bucket === undefined) return undefined;
  const region = query.get('region');
  const partition = name.endsWith('.cn')
    ? 'aws-cn'
    : name.endsWith('-us-gov.com')
      ? 'aws-us-gov'
      : name.endsWith('.eu')
        ? 'aws-eusc'
        : 'aws';
  const prefix = query.get('prefix') ?? '';
  const known = region === undefined ? undefined : partitionOfRegion(region);
  const within = known !== undefined && isPartition(known) ? known : partition;
  const base = place(targetOfName(decodePercent(bucket), within), within, '', region);
  if (prefix === '') return base;
  return page === 'object' ? { ...base, key: prefix } : { ...base, context: { 's3:prefix': [prefix] } };
}

function parseQuery(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('&').map((pair) => {
    const [, name = '', value = ''] = /^([^=]*)=?([\s\S]*)$/.exec(pair) ?? [];
    return [decodePercent(name), decodePercent(value.replaceAll('+', ' '))] as const;
  });
  return new Map(pairs.filter(([name]) => name !== ''));
}

const LIST_PARAMETERS = ['prefix', 'delimiter', 'max-keys'];

function queryContext(query: ReadonlyMap<string, string>, key: string | undefined): NamedBucket['context'] {
  const context: Record<string, readonly string[]> = {};
  if (query.has('X-Amz-Signature')) context['s3:authType'] = ['REST-QUERY-STRING'];
  if (query.has('Signature') && query.has('AWSAccessKeyId')) {
    context['s3:authType'] = ['REST-QUERY-STRING'];
    context['s3:signatureversion'] = ['AWS'];
  }
  if (key === undefined && query.has('list-type')) {
    for (const name of LIST_PARAMETERS) {
      const value = query.get(name);
      if (value !== undefined) context[`s3:${name}`] = [value];
    }
  }
  return context;
}

/** The signature itself is a secret while it lasts: it is never repeated. */
function queryNotes(query: ReadonlyMap<string, string>): readonly string[] {
  const notes: string[] = [];
  if (query.has('X-Amz-Signature')) {
    const date = query.get('X-Amz-Date');
    const expires = query.get('X-Amz-Expires');
    const signed = date === undefined || !/^\d{8}T\d{6}Z$/.test(date) ? '' : `, signed at ${date}`;
    const valid = expires === undefined || !/^\d+$/.test(expires) ? '' : ` and valid for ${expires} seconds`;
    notes.push(
      `The URL is presigned${signed}${valid}; it has the permissions of its signer, and no longer than its credentials.`,
    );
  } else if (query.has('Signature') && query.has('AWSAccessKeyId')) {
    notes.push('The URL is presigned with Signature Version 2; it has the permissions of its signer.');
  }
  return notes;
}
