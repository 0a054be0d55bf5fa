/** AWS's partitions; an ARN of one never matches an ARN of another. */
export const PARTITIONS = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
] as const;
export type Partition = (typeof PARTITIONS)[number];

/** The six parts of an ARN; the resource part keeps its own colons and slashes. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const ARN = /^arn:(?<partition>[^:\s]*):(?<service>[^:\s]*):(?<region>[^:]*):(?<account>[^:]*):(?<resource>[\s\S]*)$/;

/** The parts of a text that has the shape of an ARN, in any partition, wildcards and all; undefined if it has not. */
export function parseArn(text: string): Arn | undefined {
  const parts = ARN.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { partition = '', service = '', region = '', account = '', resource = '' } = parts;
  return { partition, service, region, account, resource };
}

export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

export function isPartition(text: string): text is Partition {
  return PARTITIONS.some((partition) => partition === text);
}

/** First matching row wins; a region that matches none is in `aws`. */
const REGION_PREFIXES: readonly (readonly [prefix: string, partition: Partition])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-iso-', 'aws-iso'],
];

export function partitionOfRegion(region: string): Partition {
  return REGION_PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** The domain under which a partition's services answer. */
export const DNS_SUFFIX: Record<Partition, string> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
};

export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
