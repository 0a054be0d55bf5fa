import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { narrowingPolicy } from '../src/collect/assumed-role.ts';
import { openCollectSession } from '../src/collect/collect-session.ts';
import { CannotAssumeRole, type GateCall } from '../src/collect/gate.ts';
import { permissionOf } from '../src/collect/permissions.ts';
import { READ_NAMES, type ReadName } from '../src/collect/reads.ts';
import { diagnose } from '../src/diagnose.ts';
import { LAYERS, type Layer } from '../src/evidence/layers.ts';
import type { SnapshotCall } from '../src/evidence/snapshot.ts';
import type { Diagnosis } from '../src/explain/diagnosis.ts';
import { awsSays, fakeGate, type Respond, spokenCall } from './collect/fake-gate.ts';
import { ANSWERS, answering, MANAGEMENT } from './collect/small-organization.ts';
import { callIn, FAULT_WORLDS, type FaultWorld } from './fault-worlds.ts';
import { IN_TIME_MILLISECONDS } from './in-time.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
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
  'failing with a page of a proxy': throws(
    awsSays('Error', { message: '@aws-sdk XML parse error: mismatched tags <meta> and </head>.', status: 200 }),
  ),
  'refused to its role': ({ account }) => {
    const refused = awsSays('AccessDenied', { status: 403 });
    throw new CannotAssumeRole(account, `arn:aws:iam::${account}:role/S3AccessDiagnostics`, refused);
  },
  empty: () => ({}),
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

/** CloudTrail, where a world says nothing else of it. */
const TRAIL: Readonly<Partial<Record<ReadName, unknown>>> = {
  'cloudtrail:LookupEvents': { Events: [] },
  'cloudtrail:DescribeTrails': { trailList: [] },
  'cloudtrail:GetEventSelectors': { AdvancedEventSelectors: [] },
};
/** By what a fault is told which read it is to befall: of CloudTrail's unforeseen questions only which operation. */
const keyIn = ({ answers }: FaultWorld, call: GateCall): string => {
  const spoken = spokenCall(call);
  return spoken in answers || spoken in ANSWERS || !(call.name in TRAIL) ? spoken : call.name;
};

interface Ran {
  readonly diagnosis: Diagnosis;
  readonly calls: readonly SnapshotCall[];
  readonly milliseconds: number;
}

/** A diagnosis in a world of which some reads have a fault. */
async function run(
  world: FaultWorld,
  faultOf: (call: GateCall) => string | undefined,
  budgetMilliseconds: number,
): Promise<Ran> {
  const answer = answering(ANSWERS, world.answers);
  const respond: Respond = (call) => {
    const fault = FAULTS[faultOf(call) ?? ''];
    if (fault !== undefined) return fault(call);
    const key = keyIn(world, call);
    return key === call.name ? TRAIL[call.name] : answer(call);
  };
  const gate = fakeGate(respond);
  const { lookAtObject = false } = world;
  const session = openCollectSession({
    gate,
    now: NOW,
    organizationAccount: MANAGEMENT,
    budgetMilliseconds,
    lookAtObject,
  });
  const started = performance.now();
  const diagnosis = await diagnose({ source: 'person', call: callIn(world) }, session);
  return { diagnosis, calls: session.snapshot().calls, milliseconds: performance.now() - started };
}

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
  // What is no layer's is named by its cause, and what a condition goes by in a note.
  const named =
    diagnosis.unreadable.length > 0 ||
    diagnosis.causes.some(({ code }) => code === 'setting-unreadable') ||
    diagnosis.notes.some((note) => note.startsWith('Not read, though a policy asks about it: '));
  if (diagnosis.decision !== whole.decision) expect(named, what).toBe(true);
  expect(diagnosis.headline, what).not.toBe('');
  if (diagnosis.decision !== 'allow') expect(diagnosis.fix, what).not.toBe('');
}

const actionsOf = (account: string, { lookAtObject }: FaultWorld): readonly string[] =>
  JSON.parse(narrowingPolicy(account === MANAGEMENT, undefined, lookAtObject)).Statement[0].Action;

/** No call that is not declared, none that its account's session is not narrowed to, none that reads an object. */
function asksNoMore({ calls }: Ran, world: FaultWorld): void {
  for (const { account, service, operation } of calls) {
    const name = READ_NAMES.find((one) => one === `${service}:${operation}`);
    if (name === undefined) throw new Error(`${service}:${operation} is not declared`);
    // By itself, with the credentials at hand.
    if (account !== 'self' && name !== 'sts:AssumeRole')
      expect(actionsOf(account, world)).toContain(permissionOf(name));
    expect(operation).not.toMatch(/^(GetObject|SelectObjectContent|GetObjectTorrent)$/);
    if (operation === 'HeadObject') expect(world.lookAtObject).toBe(true);
  }
}

/** A budget that is spent where AWS does not answer, and far from spent elsewhere. */
const BUDGET_MILLISECONDS = 1_200;
const [FIRST = ''] = Object.keys(FAULT_WORLDS);

/** The collectors know these as one kind of failure each; that the kinds are told apart is seen in the first world. */
const ALIKE = [
  'failing with a page',
  'failing with a page of a proxy',
  'reset on the way',
  'asked with expired credentials',
];

/**
 * Without the event of its beginning, a session is taken to have no policies, as one is whose event CloudTrail shows no more;
 * that it could not be read is said.
 */
const TAKEN_FOR_GRANTED = /^Taken for granted: no session policy was passed .* could not be read: /;
const isSessionEvent = (read: string) => /LookupEvents .*assumed-role/.test(read);

const wholes = new Map<string, { readonly ran: Ran; readonly asked: ReadonlySet<string> }>();
beforeAll(async () => {
  for (const [title, world] of Object.entries(FAULT_WORLDS)) {
    const asked = new Set<string>();
    const note = (call: GateCall) => void asked.add(keyIn(world, call));
    wholes.set(title, { ran: await run(world, note, 20_000), asked });
  }
});
function wholeOf(title: string) {
  const whole = wholes.get(title);
  if (whole === undefined) throw new Error(`nothing is known of ${title}`);
  return whole;
}
/** The reads that no world before this one makes. */
function newIn(title: string): readonly string[] {
  const titles = Object.keys(FAULT_WORLDS);
  const before = new Set(titles.slice(0, titles.indexOf(title)).flatMap((other) => [...wholeOf(other).asked]));
  const { answers } = FAULT_WORLDS[title] ?? { answers: {} };
  return [...wholeOf(title).asked].filter((read) => !before.has(read) || read in answers);
}
const nameIn = (read: string) => READ_NAMES.find((name) => read.split(' ').includes(name));

test('every read there is, is lost somewhere', () => {
  const asked = new Set([...wholes.values()].flatMap((whole) => [...whole.asked].map(nameIn)));
  // Refused roles are a fault of every read; the second opinion is asked for only where the organization was not read.
  expect(READ_NAMES.filter((name) => !asked.has(name))).toEqual(['iam:SimulatePrincipalPolicy', 'sts:AssumeRole']);
});

describe.each(Object.entries(FAULT_WORLDS))('%s', (title, world) => {
  test('is settled, with everything read', () => {
    const { ran, asked } = wholeOf(title);
    expect(ran.diagnosis.unreadable).toEqual([]);
    expect(ran.diagnosis.decision).not.toBe('undetermined');
    expect(asked.size).toBeGreaterThan(20);
    asksNoMore(ran, world);
  });

  test.each(Object.keys(FAULTS).filter((fault) => title === FIRST || !ALIKE.includes(fault)))(
    'with each read %s in turn: one answer, in time, that says no more than it may',
    async (fault) => {
      const whole = wholeOf(title).ran.diagnosis;
      const runs = newIn(title).map(async (read) => {
        const faultOf = (call: GateCall) => (keyIn(world, call) === read ? fault : undefined);
        return { read, ran: await run(world, faultOf, BUDGET_MILLISECONDS) };
      });
      for (const { read, ran } of await Promise.all(runs)) {
        const what = `${read} ${fault}`;
        if (isSessionEvent(read))
          expect(ran.diagnosis.notes, what).toContainEqual(expect.stringMatching(TAKEN_FOR_GRANTED));
        else saysNoMore(whole, ran, what);
        asksNoMore(ran, world);
        expect(ran.milliseconds, what).toBeLessThan(IN_TIME_MILLISECONDS);
        const name = nameIn(read);
        const layer = read.includes('RESOURCE_CONTROL_POLICY')
          ? 'resourceControlPolicies'
          : name === undefined
            ? undefined
            : UNREAD[name];
        if (layer !== undefined && title === FIRST)
          expect(
            ran.diagnosis.unreadable.map((one) => one.layer),
            what,
          ).toContain(layer);
        if (read === 'cloudtrail:LookupEvents')
          expect(ran.diagnosis.trail.looked[0]?.because, what).toMatch(/^not looked at: /);
      }
    },
    60_000,
  );
});

test.each(Object.keys(FAULTS))('the second opinion %s is none', async (fault) => {
  const world = FAULT_WORLDS[FIRST] ?? { answers: {} };
  const isOfOrganization = ({ name, account }: GateCall) => account === MANAGEMENT && name.startsWith('organizations:');
  const faultOf = (call: GateCall) =>
    isOfOrganization(call) ? 'denied' : call.name === 'iam:SimulatePrincipalPolicy' ? fault : undefined;
  const ran = await run(world, faultOf, BUDGET_MILLISECONDS);
  const asked = ran.calls.map(({ operation }) => operation);
  expect(asked).toContain(fault === 'refused to its role' ? 'AssumeRole' : 'SimulatePrincipalPolicy');
  expect(ran.diagnosis.notes.join()).not.toContain('second opinion');
  expect(ran.diagnosis.decision).toBe('undetermined');
  expect(ran.milliseconds).toBeLessThan(IN_TIME_MILLISECONDS);
  asksNoMore(ran, world);
});

describe('any reads with any faults', () => {
  /** Places among the reads of a world, whichever it is, and what befalls them. */
  const faults = fc.dictionary(fc.nat({ max: 60 }).map(String), fc.constantFrom(...Object.keys(FAULTS)), {
    noNullPrototype: true,
    maxKeys: 12,
  });

  test('together: one answer, in time, that says no more than it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(FAULT_WORLDS)),
        fc.array(faults, { minLength: 20, maxLength: 20 }),
        async (title, tries) => {
          const { ran: whole, asked } = wholeOf(title);
          const world = FAULT_WORLDS[title] ?? { answers: {} };
          const reads = [...asked].filter((read) => !isSessionEvent(read));
          // Side by side, since most of the time goes by in waiting.
          const runs = tries.map((which) =>
            run(world, (call) => which[String(reads.indexOf(keyIn(world, call)))], 600),
          );
          for (const ran of await Promise.all(runs)) {
            saysNoMore(whole.diagnosis, ran, title);
            asksNoMore(ran, world);
            expect(ran.milliseconds).toBeLessThan(IN_TIME_MILLISECONDS);
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 90_000);

  test.each(Object.keys(FAULTS))('all of them %s', async (fault) => {
    const ran = await run({ answers: {} }, () => fault, 600);
    expect(ran.diagnosis.decision).toBe('undetermined');
    expect(ran.milliseconds).toBeLessThan(IN_TIME_MILLISECONDS);
    const unread = new Set(ran.diagnosis.unreadable.map(({ layer }) => layer));
    const needed = LAYERS.filter(
      (layer) => !['sessionPolicies', 'vpcEndpointPolicy', 'accessPointPolicy'].includes(layer),
    );
    expect([...unread]).toEqual(expect.arrayContaining(needed));
  });
});
