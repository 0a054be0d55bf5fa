import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { narrowingPolicy } from '../src/collect/assumed-role.ts';
import { openCollectSession } from '../src/collect/collect-session.ts';
import type { GateCall } from '../src/collect/gate.ts';
import { permissionOf } from '../src/collect/permissions.ts';
import { READ_NAMES, type ReadName } from '../src/collect/reads.ts';
import { diagnose } from '../src/diagnose.ts';
import { LAYERS, type Layer } from '../src/evidence/layers.ts';
import type { SnapshotCall } from '../src/evidence/snapshot.ts';
import type { Diagnosis } from '../src/explain/diagnosis.ts';
import { awsSays, fakeGate, type Respond, spokenCall } from './collect/fake-gate.ts';
import {
  ANSWERS,
  type Answers,
  answering,
  CALL,
  CALLER,
  MANAGEMENT,
  OWNER,
  policy,
} from './collect/small-organization.ts';
import { IN_TIME_MILLISECONDS } from './in-time.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const ROLE_OF_REPORTS = `arn:aws:iam::${CALLER}:role/finance/reports`;
const ANY = { Action: 's3:*', Resource: '*' };

/** What is on the way of the call, so that each layer decides once, and each answer is there to be lost. */
const WORLDS: Readonly<Record<string, Answers>> = {
  'a call that is allowed': {
    [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
      PolicyDocument: policy({ Effect: 'Allow', Action: ['s3:GetObject', 'kms:Decrypt'], Resource: '*' }),
    },
    [`${CALLER} iam:GetPolicyVersion arn:aws:iam::${CALLER}:policy/Boundary v1`]: {
      PolicyVersion: { Document: policy({ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }) },
    },
  },
  'a call that a service control policy denies': {
    [`${MANAGEMENT} organizations:DescribePolicy p-guard`]: { Policy: { Content: policy({ Effect: 'Deny', ...ANY }) } },
  },
  'a call that the bucket policy denies': {
    [`${OWNER} s3:GetBucketPolicy ledger`]: { Policy: policy({ Effect: 'Deny', Principal: '*', ...ANY }) },
  },
  'a call that nothing of the role allows': {
    [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: {
      PolicyDocument: policy({ Effect: 'Allow', Action: 'logs:*', Resource: '*' }),
    },
  },
  'a call through a bucket policy that depends on the organization': {
    [`${OWNER} s3:GetBucketPolicy ledger`]: {
      Policy: policy(
        { Effect: 'Allow', Principal: { AWS: ROLE_OF_REPORTS }, ...ANY },
        { Effect: 'Deny', Principal: '*', ...ANY, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-other' } } },
      ),
    },
  },
  'a bucket with access control lists': {
    [`${OWNER} s3:GetBucketOwnershipControls ledger`]: awsSays('OwnershipControlsNotFoundError', { status: 404 }),
    [`${OWNER} s3:GetBucketAcl ledger`]: { Owner: { ID: 'owner' }, Grants: [] },
    [`${OWNER} s3:GetObjectAcl ledger 2026/10.csv`]: { Owner: { ID: 'owner' }, Grants: [] },
    [`${OWNER} s3:ListBuckets`]: { Owner: { ID: 'owner' }, Buckets: [] },
    [`${CALLER} s3:ListBuckets`]: { Owner: { ID: 'caller' }, Buckets: [] },
  },
};

type Fault = (call: GateCall) => unknown;
const throws =
  (error: Error): Fault =>
  () => {
    throw error;
  };
const FAULTS: Readonly<Record<string, Fault>> = {
  denied: throws(awsSays('AccessDenied', { status: 403 })),
  throttled: throws(awsSays('ThrottlingException', { status: 400 })),
  slow: () => new Promise(() => {}),
  'failing with a 500': throws(awsSays('InternalError', { status: 500 })),
  'failing with a page': throws(awsSays('SyntaxError', { message: 'Unexpected token <', status: 503 })),
  'of another shape': () => ({
    ...Object.fromEntries(
      ['Policies', 'Roots', 'Parents', 'Grants', 'Buckets', 'Contents', 'Rules'].map((name) => [name, 7]),
    ),
    ...Object.fromEntries(
      ['Role', 'Account', 'Organization', 'KeyMetadata', 'OwnershipControls', 'Owner'].map((name) => [name, 'x']),
    ),
    ...Object.fromEntries(
      ['PolicyNames', 'AttachedPolicies', 'Accounts', 'Events', 'PolicyVersion', 'PolicyStatus'].map((name) => [
        name,
        7,
      ]),
    ),
    ...Object.fromEntries(
      ['ServerSideEncryptionConfiguration', 'PublicAccessBlockConfiguration'].map((name) => [name, 7]),
    ),
    Policy: 7,
    PolicyDocument: 7,
  }),
  'reset on the way': throws(awsSays('Error', { message: 'socket hang up', code: 'ECONNRESET' })),
  'asked with expired credentials': throws(awsSays('ExpiredTokenException', { status: 400 })),
};

/** The reads without which a layer is not known, and the layer that must be said to be unread. */
const UNREAD: Readonly<Partial<Record<ReadName, Layer>>> = {
  'iam:GetRole': 'permissionsBoundary',
  'iam:ListRolePolicies': 'identityPolicies',
  'iam:GetRolePolicy': 'identityPolicies',
  'iam:ListAttachedRolePolicies': 'identityPolicies',
  'organizations:ListPoliciesForTarget': 'serviceControlPolicies',
  'organizations:DescribePolicy': 'serviceControlPolicies',
  's3:GetBucketPolicy': 'bucketPolicy',
  's3:GetPublicAccessBlock': 'blockPublicAccess',
  's3control:GetPublicAccessBlock': 'blockPublicAccess',
  's3:GetBucketOwnershipControls': 'objectOwnership',
  's3:GetBucketEncryption': 'keyPolicy',
  'kms:GetKeyPolicy': 'keyPolicy',
  'kms:DescribeKey': 'keyPolicy',
  'kms:ListGrants': 'keyPolicy',
};

const EVENTS: Respond = (call) => {
  if (call.name === 'cloudtrail:LookupEvents') return { Events: [] };
  throw awsSays('NotInTable', { message: spokenCall(call) });
};
const isTrail = ({ name }: GateCall) => name === 'cloudtrail:LookupEvents';

interface Ran {
  readonly diagnosis: Diagnosis;
  readonly calls: readonly SnapshotCall[];
  readonly milliseconds: number;
}

/** A diagnosis in a world of which some reads have a fault. */
async function run(
  world: Answers,
  faultOf: (call: GateCall) => string | undefined,
  budgetMilliseconds: number,
): Promise<Ran> {
  const answer = answering(ANSWERS, world);
  const respond: Respond = (call) => {
    const fault = FAULTS[faultOf(call) ?? ''];
    if (fault !== undefined) return fault(call);
    return isTrail(call) ? EVENTS(call) : answer(call);
  };
  const gate = fakeGate(respond);
  const session = openCollectSession({ gate, now: NOW, organizationAccount: MANAGEMENT, budgetMilliseconds });
  const started = performance.now();
  const denial = { source: 'person' as const, call: { ...CALL, bucketAccount: OWNER } };
  const diagnosis = await diagnose(denial, session);
  return { diagnosis, calls: session.snapshot().calls, milliseconds: performance.now() - started };
}

const nothing = () => undefined;
/** By action: a request of which nobody knows whether it is needed is there all the same. */
const decisionsOf = ({ evaluations }: Diagnosis): ReadonlyMap<string, string> =>
  new Map(evaluations.map(({ request, decision }) => [request.action, decision]));

/** What must hold whatever could not be read. */
function saysNoMore(whole: Diagnosis, { diagnosis }: Ran, what: string): void {
  expect([whole.decision, 'undetermined'], what).toContain(diagnosis.decision);
  const settled = decisionsOf(whole);
  for (const [action, decision] of decisionsOf(diagnosis)) {
    // A key of which nothing is known may not be needed at all; then its request stands for "perhaps".
    expect([settled.get(action) ?? 'undetermined', 'undetermined'], `${what}: ${action}`).toContain(decision);
  }
  if (diagnosis.decision !== whole.decision) expect(diagnosis.unreadable, what).not.toEqual([]);
  expect(diagnosis.headline, what).not.toBe('');
  if (diagnosis.decision !== 'allow') expect(diagnosis.fix, what).not.toBe('');
}

const REPORTED = new Set<ReadName>(READ_NAMES);
const actionsOf = (account: string): readonly string[] =>
  JSON.parse(narrowingPolicy(account === MANAGEMENT)).Statement[0].Action;

/** No call that is not declared, none that its account's session is not narrowed to, none that reads an object. */
function asksNoMore({ calls }: Ran): void {
  for (const { account, service, operation } of calls) {
    const name = READ_NAMES.find((one) => one === `${service}:${operation}`);
    if (name === undefined) throw new Error(`${service}:${operation} is not declared`);
    expect(REPORTED).toContain(name);
    if (account !== 'self') expect(actionsOf(account)).toContain(permissionOf(name));
    expect(operation).not.toMatch(/^(GetObject|SelectObjectContent|GetObjectTorrent|HeadObject)$/);
  }
}

/** A budget that is spent where AWS does not answer, and far from spent elsewhere. */
const BUDGET_MILLISECONDS = 1_200;

/** The collectors know these as one kind of failure each; that the kinds are told apart is seen in the first world. */
const ALIKE = ['failing with a page', 'reset on the way', 'asked with expired credentials'];

describe.each(Object.entries(WORLDS))('%s', (title, world) => {
  let whole: Ran;
  const asked = new Set<string>();
  beforeAll(async () => {
    whole = await run(
      world,
      (call) => {
        asked.add(isTrail(call) ? call.name : spokenCall(call));
        return undefined;
      },
      20_000,
    );
  });

  test('is settled, with everything read', () => {
    expect(whole.diagnosis.unreadable).toEqual([]);
    expect(whole.diagnosis.decision).not.toBe('undetermined');
    expect(asked.size).toBeGreaterThan(20);
    asksNoMore(whole);
  });

  const [firstTitle] = Object.keys(WORLDS);
  test.each(Object.keys(FAULTS).filter((fault) => title === firstTitle || !ALIKE.includes(fault)))(
    'with each read %s in turn: one answer, in time, that says no more than it may',
    async (fault) => {
      const runs = [...asked].map(async (read) => {
        const ran = await run(
          world,
          (call) => ((isTrail(call) ? call.name : spokenCall(call)) === read ? fault : undefined),
          BUDGET_MILLISECONDS,
        );
        return { read, ran };
      });
      for (const { read, ran } of await Promise.all(runs)) {
        const what = `${read} ${fault}`;
        saysNoMore(whole.diagnosis, ran, what);
        asksNoMore(ran);
        expect(ran.milliseconds, what).toBeLessThan(IN_TIME_MILLISECONDS);
        const [, name] = read.split(' ');
        const layer = read.includes('RESOURCE_CONTROL_POLICY')
          ? 'resourceControlPolicies'
          : READ_NAMES.find((one) => one === name);
        const unread = layer === 'resourceControlPolicies' ? layer : layer === undefined ? undefined : UNREAD[layer];
        if (unread !== undefined)
          expect(
            ran.diagnosis.unreadable.map((one) => one.layer),
            what,
          ).toContain(unread);
        if (read === 'cloudtrail:LookupEvents')
          expect(ran.diagnosis.trail.looked[0]?.because, what).toMatch(/^not looked at: /);
      }
    },
    60_000,
  );
});

describe('any reads with any faults', () => {
  const wholes = new Map<string, Diagnosis>();
  beforeAll(async () => {
    for (const [title, world] of Object.entries(WORLDS))
      wholes.set(title, (await run(world, nothing, 20_000)).diagnosis);
  });
  const reads = [...Object.keys(ANSWERS), 'cloudtrail:LookupEvents'];
  const faults = fc.dictionary(fc.constantFrom(...reads), fc.constantFrom(...Object.keys(FAULTS)), {
    noNullPrototype: true,
  });

  test('together: one answer, in time, that says no more than it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(WORLDS)),
        fc.array(faults, { minLength: 20, maxLength: 20 }),
        async (title, tries) => {
          const whole = wholes.get(title);
          if (whole === undefined) throw new Error(`nothing is known of ${title}`);
          const world = WORLDS[title] ?? {};
          // Side by side, since most of the time goes by in waiting.
          const runs = await Promise.all(
            tries.map((which) => run(world, (call) => which[isTrail(call) ? call.name : spokenCall(call)], 600)),
          );
          for (const ran of runs) {
            saysNoMore(whole, ran, title);
            asksNoMore(ran);
            expect(ran.milliseconds).toBeLessThan(IN_TIME_MILLISECONDS);
          }
        },
      ),
      { numRuns: 10 },
    );
  }, 90_000);

  test.each(Object.keys(FAULTS))('all of them %s', async (fault) => {
    const ran = await run({}, () => fault, 600);
    expect(ran.diagnosis.decision).toBe('undetermined');
    expect(ran.milliseconds).toBeLessThan(IN_TIME_MILLISECONDS);
    const unread = new Set(ran.diagnosis.unreadable.map(({ layer }) => layer));
    const needed = LAYERS.filter(
      (layer) => !['sessionPolicies', 'vpcEndpointPolicy', 'accessPointPolicy'].includes(layer),
    );
    expect([...unread]).toEqual(expect.arrayContaining(needed));
  });
});
