import { partitionOfRegion } from './arn.ts';
import { partitionOf } from './asked.ts';
import { bucketNameFault } from './bucket-name.ts';
import type { CallOption, DiagnoseOptions, TerminalOption } from './diagnose-options.ts';
import { spokenNamed } from './named-principal.ts';
import type { CallTarget, S3Call } from './s3-call.ts';

const COPY_SOURCE = 's3:x-amz-copy-source';

/** The words after `diagnose` by which the command line takes this very call, and reads in this very way, and tells every statement. */
export function diagnoseWords(call: S3Call, how?: DiagnoseOptions): readonly string[] {
  const bucket = bucketWord(call);
  const positionals = [
    ...(bucket === undefined ? [] : [bucket]),
    ...(call.key === undefined ? [] : [call.key]),
    ...(call.principal.kind === 'roleName' ? [call.principal.name] : [spokenNamed(call.principal)]),
  ];
  const options = [...callOptionWords(call), ...(how === undefined ? [] : readingOptionWords(how)), '--verbose'];
  // After `--`, a key may begin with dashes.
  return positionals.some(looksLikeOption) ? [...options, '--', ...positionals] : [...positionals, ...options];
}

const looksLikeOption = (word: string): boolean => /^[-\u2013\u2014]/.test(word);

/** A bare name where the rest of the call tells its partition, and an ARN else. */
function bucketWord({ target, principal, region }: S3Call): string | undefined {
  const ordinary = region === undefined ? partitionOf({}, principal) : partitionOfRegion(region);
  switch (target.kind) {
    case 'bucket':
      // What a scenario asks of may be no bucket at all.
      if (target.name.startsWith('arn:')) return target.name;
      return target.partition === ordinary && bucketNameFault(target.name) === undefined
        ? target.name
        : `arn:${target.partition}:s3:::${target.name}`;
    case 'accessPointAlias':
      return target.partition === ordinary ? target.alias : `arn:${target.partition}:s3:::${target.alias}`;
    case 'accessPoint':
      return accessPoint(target);
    case 'account':
      return undefined;
    case 'notCovered':
      return target.text;
  }
}

const accessPoint = ({ partition, region, account, name }: Extract<CallTarget, { kind: 'accessPoint' }>): string =>
  `arn:${partition}:s3:${region}:${account}:accesspoint/${name}`;

function callOptionWords(call: S3Call): readonly string[] {
  const { operation, action, target, versionId, principal, bucketAccount, region, vpcEndpoint, context } = call;
  const { [COPY_SOURCE]: copySources = [], ...others } = context;
  const [copySource, ...more] = copySources;
  const single = copySource !== undefined && copySource !== '' && more.length === 0;
  const keys = Object.entries(single ? others : context);
  return [
    ...(action === undefined ? option('operation', operation) : option('action', action)),
    ...option('version-id', versionId),
    ...option('copy-source', single ? copySource : undefined),
    ...keys.flatMap(([key, values]) => values.flatMap((value) => option('context', `${key}=${value}`))),
    ...option('bucket-account', bucketAccount),
    ...option('account', principal.kind === 'roleName' ? principal.account : undefined),
    ...option('region', target.kind === 'accessPoint' && target.region === region ? undefined : region),
    ...option('vpc-endpoint', vpcEndpoint),
  ];
}

/** All but what is written or printed besides (a second look must not write a second file), and no external id: none is ever printed. */
function readingOptionWords(how: DiagnoseOptions): readonly string[] {
  return [
    ...option('role-name', how.roleName),
    ...option('organization-account', how.organizationAccount),
    ...flag('look-at-object', how.lookAtObject === true),
    ...flag('no-assume', !how.assume),
    ...flag('fresh', how.fresh),
    ...option('snapshot', how.snapshot),
    ...option('since', how.sinceMilliseconds === undefined ? undefined : spokenSince(how.sinceMilliseconds)),
    ...flag('no-trail', !how.trail),
  ];
}

function option(name: CallOption | TerminalOption, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return looksLikeOption(value) ? [`--${name}=${value}`] : [`--${name}`, value];
}

const flag = (name: TerminalOption, given: boolean): readonly string[] => (given ? [`--${name}`] : []);

const HOUR = 3_600_000;

const spokenSince = (milliseconds: number): string =>
  milliseconds % HOUR === 0 ? `${milliseconds / HOUR}h` : `${milliseconds / 60_000}m`;
