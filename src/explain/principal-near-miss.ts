import { matchPattern } from '../policy/match-pattern.ts';
import type { PrincipalEntry } from '../policy/policy-document.ts';
import { type NamedPrincipal, readPrincipalArn } from '../policy/principal-entry.ts';
import { parseArn } from '../request/arn.ts';
import type { Principal } from '../request/principal.ts';
import { principalName } from '../request/principal-arn.ts';
import { editDistance } from './edit-distance.ts';

/** In what a Principal entry that does not name the caller comes close. */
export type PrincipalMiss =
  | 'deletedAndRecreated'
  | 'pathLeftOut'
  | 'otherCase'
  | 'misspelt'
  | 'otherAccount'
  | 'otherPartition'
  | 'otherSession'
  | 'otherKind'
  | 'group'
  | 'wildcard'
  | 'service'
  | 'stranger';

export interface NearEntry {
  readonly miss: PrincipalMiss;
  /** The entry as it stands in the policy. */
  readonly value: string;
}

/** The closest first. */
const CLOSENESS: Record<PrincipalMiss, number> = {
  pathLeftOut: 0,
  otherCase: 0,
  otherSession: 1,
  misspelt: 1,
  otherAccount: 1,
  otherPartition: 1,
  otherKind: 1,
  deletedAndRecreated: 2,
  wildcard: 2,
  group: 2,
  service: 1,
  stranger: 5,
};

export const closenessOf = ({ miss }: NearEntry): number => CLOSENESS[miss];

/** The entry of a Principal element that comes closest to naming the caller; undefined for an element without entries. */
export function nearestEntry(entries: readonly PrincipalEntry[], principal: Principal): NearEntry | undefined {
  return entries
    .map((entry) => nearEntry(entry, principal))
    .sort((one, other) => closenessOf(one) - closenessOf(other))[0];
}

function nearEntry(entry: PrincipalEntry, principal: Principal): NearEntry {
  if (entry.kind === 'service' && principal.kind === 'role' && RUNS_CODE.test(entry.value)) {
    return { miss: 'service', value: entry.value };
  }
  if (entry.kind !== 'aws') return { miss: 'stranger', value: 'value' in entry ? entry.value : '*' };
  const { value } = entry;
  if (/^A(?:ROA|IDA)[A-Z0-9]{8,}/.test(value)) return { miss: 'deletedAndRecreated', value };
  if (!('arn' in principal)) return { miss: 'stranger', value };
  return { miss: missOf(value, readPrincipalArn(entry), principal), value };
}

/** Services that run code with a role, and do not call S3 themselves. */
const RUNS_CODE =
  /^(?:lambda|edgelambda|ec2|ecs-tasks|ecs|eks|pods\.eks|batch|glue|sagemaker|states|codebuild|codepipeline|elasticmapreduce|emr-serverless|databrew|apprunner|tasks\.apprunner|build\.apprunner|apigateway|appsync|bedrock|transfer)\.amazonaws\.com$/;

type Caller = Extract<Principal, { arn: string }>;

function missOf(value: string, named: NamedPrincipal, principal: Caller): PrincipalMiss {
  const name = principalName(principal.arn);
  if (/:group\//.test(value)) return 'group';
  if (named.kind === 'never') return matchesAsGlob(value, principal) ? 'wildcard' : 'stranger';
  if (isOfOtherPartition(value, principal)) return sameName(named, name) ? 'otherPartition' : 'stranger';
  if (named.kind === 'session') {
    return named.account === principal.account && named.role === name ? 'otherSession' : 'stranger';
  }
  if (named.kind === 'account') return 'stranger';
  if (named.account !== principal.account) return sameName(named, name) ? 'otherAccount' : 'stranger';
  if (named.kind !== principal.kind) return named.name === name ? 'otherKind' : 'stranger';
  if (named.name === name) return 'pathLeftOut';
  if (named.name.toLowerCase() === name.toLowerCase()) return 'otherCase';
  return editDistance(named.name, name, 2) <= 2 && name.length > 4 ? 'misspelt' : 'stranger';
}

const sameName = (named: NamedPrincipal, name: string) => 'name' in named && named.name === name;

function isOfOtherPartition(value: string, { arn }: Caller): boolean {
  const [one, other] = [parseArn(value), parseArn(arn)];
  return one !== undefined && other !== undefined && one.partition !== other.partition;
}

/** Read as a pattern, which AWS does not, it would name the caller. */
const matchesAsGlob = (value: string, caller: Caller) =>
  /[*?]/.test(value) &&
  (matchPattern(value, caller.arn) ||
    (caller.kind === 'role' && caller.sessionArn !== undefined && matchPattern(value, caller.sessionArn)));
