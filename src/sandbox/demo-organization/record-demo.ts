import { collect } from '../../collect/collect.ts';
import { openCollectSession } from '../../collect/collect-session.ts';
import { callKey, type Snapshot, type SnapshotCall } from '../../evidence/snapshot.ts';
import { fromArguments } from '../../request/from-arguments.ts';
import type { S3Call } from '../../request/s3-call.ts';
import { readTrail } from '../../trail/read-trail.ts';
import { CASES } from '../cases.ts';
import type { DemoAccount } from './demo-account.ts';
import { DEMO_AWS } from './demo-aws.ts';
import { MANAGEMENT } from './management-account.ts';
import { ACCOUNTS, RECORDED_AT } from './organization.ts';

const principalsOf = ({ id, roles = {}, users = {} }: DemoAccount): readonly string[] => [
  ...Object.entries(roles).map(([name, { path = '/' }]) => `arn:aws:iam::${id}:role${path}${name}`),
  ...Object.entries(users).map(([name, { path = '/' }]) => `arn:aws:iam::${id}:user${path}${name}`),
];

/** What calls with a role of its own. */
const holdersOf = ({ id, functions = {}, instances = {} }: DemoAccount): readonly string[] => [
  ...Object.entries(functions).map(([name, { region }]) => `arn:aws:lambda:${region}:${id}:function:${name}`),
  ...Object.entries(instances).map(([name, { region }]) => `arn:aws:ec2:${region}:${id}:instance/${name}`),
];

/** A caller of each account, and the callers without one. */
const CALLERS: readonly string[] = [...ACCOUNTS.flatMap((account) => principalsOf(account).slice(0, 1)), 'anonymous'];

/** An endpoint is looked for in the bucket's region. */
const oneBucketARegion = ({ buckets = {} }: DemoAccount): readonly string[] => [
  ...new Map(Object.entries(buckets).map(([name, { region }]) => [region, name])).values(),
];

/** Questions that between them need every read: each caller, each bucket and key, each VPC endpoint. */
function questions(): readonly string[] {
  const buckets = ACCOUNTS.flatMap(({ buckets: owned = {} }) => Object.entries(owned));
  const [[anyBucket = ''] = []] = buckets;
  const endpoints = ACCOUNTS.flatMap(({ vpcEndpoints = {} }) => Object.keys(vpcEndpoints));
  return [
    ...CASES.flatMap(({ command, expect }) => (expect === 'badInput' ? [] : [command.replace(/^\S+ /, '')])),
    ...ACCOUNTS.flatMap((account) => [...principalsOf(account), ...holdersOf(account)]).map(
      (principal) => `${anyBucket} ${principal}`,
    ),
    ...buckets.flatMap(([bucket, { keys = [] }]) =>
      CALLERS.flatMap((caller) => [`${bucket} ${caller}`, ...keys.map((key) => `${bucket} ${key} ${caller}`)]),
    ),
    ...endpoints.flatMap((endpoint) =>
      ACCOUNTS.flatMap(oneBucketARegion).flatMap((bucket) =>
        CALLERS.map((caller) => `${bucket} ${caller} --vpc-endpoint ${endpoint}`),
      ),
    ),
  ];
}

function callOf(words: string): S3Call {
  const parsed = fromArguments(words);
  if (parsed.kind === 'invalid') throw new Error(`${words}: ${parsed.what}`);
  return parsed.denial.call;
}

/** Records what collect and trail ask the demo organization. */
export async function recordDemo(): Promise<Snapshot> {
  const calls = new Map<string, SnapshotCall>();
  for (const words of questions()) {
    const session = openCollectSession({
      gate: DEMO_AWS,
      now: new Date(RECORDED_AT),
      organizationAccount: MANAGEMENT.id,
    });
    await readTrail(await collect(callOf(words), session), session);
    for (const { ms: _, ...call } of session.snapshot().calls) calls.set(callKey(call), call);
  }
  const sorted = [...calls].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, call]) => call);
  return { schemaVersion: 1, recordedAt: RECORDED_AT, organizationAccount: MANAGEMENT.id, calls: sorted };
}

/** The snapshot as a file: a call a line, so that a change of the organization is a readable diff. */
export function snapshotText({ calls, ...head }: Snapshot): string {
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  const lines = calls.map((call) => `    ${JSON.stringify(call)}`);
  return `{\n${fields.join('')}  "calls": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
