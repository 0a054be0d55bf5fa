import { decodePercent } from './decode-percent.ts';

type Context = Readonly<Record<string, readonly string[]>>;

/** Headers that decide which permissions a call needs, but that no condition key mirrors: kept under their own name. */
const UNMIRRORED: ReadonlySet<string> = new Set([
  'x-amz-bucket-object-lock-enabled',
  'x-amz-bypass-governance-retention',
  'x-amz-checksum-mode',
  'x-amz-tagging-directive',
]);

/**
 * The condition keys that a header of a request fills.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
export function contextOfHeader(header: string, value: string): Context {
  const name = header.toLowerCase();
  if (UNMIRRORED.has(name)) return { [name]: [value] };
  if (name === 'x-amz-tagging') return contextOfTags(value);
  if (name.startsWith('x-amz-object-lock-')) return { [`s3:${name.slice('x-amz-'.length)}`]: [value] };
  return { [`s3:${name}`]: [value] };
}

/** Tags are sent as a query string: `team=blue&stage=test`. */
function contextOfTags(value: string): Context {
  const tags = value
    .split('&')
    .map((pair) => pair.split('=').map((part) => decodePercent(part.replaceAll('+', ' '))))
    .flatMap(([key = '', ...rest]) => (key === '' ? [] : [[key, rest.join('=')] as const]));
  if (tags.length === 0) return {};
  return Object.fromEntries([
    ['s3:RequestObjectTagKeys', tags.map(([key]) => key)],
    ...tags.map(([key, tag]) => [`s3:RequestObjectTag/${key}`, [tag]] as const),
  ]);
}
