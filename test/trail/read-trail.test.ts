import { performance } from 'node:perf_hooks';
import { describe, expect, test, vi } from 'vitest';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import type { GateCall } from '../../src/collect/gate.ts';
import type { Collected } from '../../src/evidence/collected.ts';
import { absent, found, unreadable } from '../../src/evidence/reading.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import { readTrail, type TrailOptions } from '../../src/trail/read-trail.ts';
import { awsSays, type FakeGate, fakeGate, type Respond } from '../collect/fake-gate.ts';
import { IN_TIME_MILLISECONDS } from '../in-time.ts';

const CALLER = '111122223333';
const OWNER = '444455556666';
const ROLE = `arn:aws:iam::${CALLER}:role/finance/reports`;
const OWN_POLICY = `arn:aws:iam::${CALLER}:policy/Common`;
const KEY = `arn:aws:kms:eu-central-1:${OWNER}:key/1`;
const NOW = new Date('2026-11-20T10:00:00Z');

const unread = unreadable('x:Y', 'not read');
const request = (action: string, resource: string): AccessRequest => ({
  principal: { kind: 'role', arn: ROLE, account: CALLER },
  action,
  resource,
  context: { keys: new Map(), otherKeys: 'unknown' },
});
const evidence = {
  identityPolicies: found([
    { name: 'Common', arn: OWN_POLICY, document: unread },
    { name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', document: unread },
  ]),
  permissionsBoundary: absent,
  sessionPolicies: absent,
  serviceControlPolicies: absent,
  resourceControlPolicies: absent,
  vpcEndpointPolicy: absent,
  accessPointPolicy: absent,
  bucketPolicy: absent,
  blockPublicAccess: absent,
  objectOwnership: absent,
  keyPolicy: absent,
};
const COLLECTED: Collected = {
  requests: [
    { request: request('s3:GetObject', 'arn:aws:s3:::ledger/k'), evidence },
    { request: request('kms:Decrypt', KEY), evidence },
  ],
  bucket: 'ledger',
  bucketAccount: OWNER,
  region: 'eu-central-1',
  principalArn: ROLE,
  notes: [],
};

interface Told {
  readonly name: string;
  readonly source: string;
  readonly at?: string;
  readonly id?: string;
  readonly on?: string;
  readonly record?: object;
}
const event = ({ name, source, at = '2026-11-20T09:00:00Z', id = name, on = 'ledger', record = {} }: Told) => ({
  EventId: id,
  EventName: name,
  EventTime: new Date(at),
  EventSource: `${source}.amazonaws.com`,
  Username: 'anna',
  Resources: [{ ResourceType: 'x', ResourceName: on }],
  CloudTrailEvent: JSON.stringify({ userIdentity: { arn: `arn:aws:iam::${OWNER}:user/anna` }, ...record }),
});

const askedFor = ({ input }: GateCall): string =>
  'LookupAttributes' in input ? String(input.LookupAttributes?.[0]?.AttributeValue) : '';
const lookUps = ({ calls }: FakeGate) => calls.filter(({ name }) => name === 'cloudtrail:LookupEvents');
/** Events by what they are looked up by. */
const events =
  (table: Readonly<Record<string, readonly unknown[]>>): Respond =>
  (call) => ({ Events: table[askedFor(call)] ?? [] });

const trailOf = (respond: Respond, options: TrailOptions = {}, collected = COLLECTED) =>
  readTrail(collected, openCollectSession({ gate: fakeGate(respond), now: NOW }), options);

describe('where is looked', () => {
  test('the bucket in its region, the caller and its own policies in the home region of IAM, the key where it is', async () => {
    const gate = fakeGate(events({}));
    await readTrail(COLLECTED, openCollectSession({ gate, now: NOW }));
    const lookedUp = gate.calls.filter(({ name }) => name === 'cloudtrail:LookupEvents');
    expect(lookedUp.map((call) => [call.account, call.region, askedFor(call)])).toEqual([
      [OWNER, 'eu-central-1', 'ledger'],
      [OWNER, 'eu-central-1', 'PutAccountPublicAccessBlock'],
      [CALLER, 'us-east-1', 'reports'],
      [CALLER, 'us-east-1', OWN_POLICY],
      [OWNER, 'eu-central-1', KEY],
    ]);
  });

  test.each<[string, TrailOptions, string]>([
    ['a day', {}, '2026-11-19T10:00:00.000Z'],
    ['as far back as was said', { sinceMilliseconds: 3_600_000 }, '2026-11-20T09:00:00.000Z'],
  ])('%s', async (_sentence, options, start) => {
    const gate = fakeGate(events({}));
    await readTrail(COLLECTED, openCollectSession({ gate, now: NOW }), options);
    expect(gate.calls[0]?.input).toMatchObject({ StartTime: new Date(start), EndTime: NOW });
  });

  test('the bucket and the caller while the policies are still being read', async () => {
    const gate = fakeGate(events({}));
    let finish: (collected: Collected) => void = () => {};
    const collecting = new Promise<Collected>((resolve) => {
      finish = resolve;
    });
    const placed = { ...COLLECTED, principal: COLLECTED.requests[0]?.request.principal };
    const trail = readTrail(collecting, openCollectSession({ gate, now: NOW }), {}, Promise.resolve(placed));
    await vi.waitFor(() =>
      expect(lookUps(gate).map(askedFor)).toEqual(['ledger', 'PutAccountPublicAccessBlock', 'reports']),
    );
    finish(COLLECTED);
    await trail;
    expect(lookUps(gate).map(askedFor).slice(3)).toEqual([OWN_POLICY, KEY]);
  });

  test('nowhere for a caller of whom nobody knows the account', async () => {
    const arn = 'arn:aws:iam::000000000000:role/reports';
    const requests = COLLECTED.requests.slice(0, 1).map(({ request: first, evidence: read }) => ({
      request: { ...first, principal: { kind: 'role' as const, arn, account: '000000000000' } },
      evidence: read,
    }));
    const gate = fakeGate(events({}));
    await readTrail({ ...COLLECTED, requests }, openCollectSession({ gate, now: NOW }));
    expect(lookUps(gate).map(({ account }) => account)).toEqual([OWNER, OWNER]);
  });

  test('nowhere for a bucket of which nobody knows the account', async () => {
    const nowhere: Collected = { ...COLLECTED, requests: [], bucketAccount: null };
    const { looked } = await trailOf(events({}), {}, nowhere);
    expect(looked.map(({ where }) => where)).toEqual([
      'S3 data events (GetObject, PutObject, ListObjects and the like)',
      'changes of service control and resource control policies',
    ]);
  });
});

describe('what changed', () => {
  test('is told with who, when and what, the newest first', async () => {
    const { changes } = await trailOf(
      events({
        ledger: [event({ name: 'PutBucketPolicy', source: 's3', at: '2026-11-20T08:00:00Z' })],
        reports: [event({ name: 'DetachRolePolicy', source: 'iam', at: '2026-11-20T09:30:00Z', on: 'reports' })],
      }),
    );
    expect(changes).toEqual([
      {
        at: '2026-11-20T09:30:00.000Z',
        eventId: 'DetachRolePolicy',
        operation: 'DetachRolePolicy',
        who: `arn:aws:iam::${OWNER}:user/anna`,
        on: 'reports',
        account: CALLER,
      },
      expect.objectContaining({ operation: 'PutBucketPolicy', on: 'ledger', account: OWNER }),
    ]);
  });

  test.each<[string, Told]>([
    ['a read', { name: 'GetBucketPolicy', source: 's3' }],
    ['a change that was refused', { name: 'PutBucketPolicy', source: 's3', record: { errorCode: 'AccessDenied' } }],
    ['a change of something that does not decide', { name: 'PutBucketWebsite', source: 's3' }],
    ['a name of another service', { name: 'PutBucketPolicy', source: 'example' }],
  ])('is not %s', async (_sentence, told) => {
    expect((await trailOf(events({ ledger: [event(told)] }))).changes).toEqual([]);
  });

  test('is told once, though it is found in two places', async () => {
    const attached = event({ name: 'CreatePolicyVersion', source: 'iam', id: '1' });
    expect((await trailOf(events({ reports: [attached], [OWN_POLICY]: [attached] }))).changes).toHaveLength(1);
  });

  test('is told though its record cannot be read', async () => {
    const plain = { ...event({ name: 'PutBucketPolicy', source: 's3' }), CloudTrailEvent: '{' };
    expect((await trailOf(events({ ledger: [plain] }))).changes).toMatchObject([{ who: 'anna' }]);
  });
});

describe('of a name that others have as well', () => {
  const named = (name: string, requestParameters: object, source = 'iam') =>
    event({ name, source, on: 'reports', record: { requestParameters } });

  test.each<[string, unknown, number]>([
    ['a change of the role counts', named('PutRolePolicy', { roleName: 'reports', policyName: 'p' }), 1],
    ['a change that names nobody counts', named('UpdateAssumeRolePolicy', {}), 1],
    ['a change of a user does not', named('PutUserPolicy', { userName: 'reports', policyName: 'p' }), 0],
    ['a change of another role with a policy of the name does not', named('PutRolePolicy', { roleName: 'web' }), 0],
    ['a change of a bucket does not', named('PutBucketPolicy', { bucketName: 'reports' }, 's3'), 0],
  ])('%s', async (_sentence, told, count) => {
    expect((await trailOf(events({ reports: [told] }))).changes).toHaveLength(count);
  });

  test('a change of a role that is called as the bucket does not count for the bucket', async () => {
    const told = event({ name: 'PutRolePolicy', source: 'iam', record: { requestParameters: { roleName: 'ledger' } } });
    expect((await trailOf(events({ ledger: [told] }))).changes).toEqual([]);
  });
});

test("a user's groups are looked up as well", async () => {
  const arn = `arn:aws:iam::${CALLER}:user/anna`;
  const identityPolicies = found([{ name: 'Shared', via: 'group analysts', document: unread }]);
  const requests = COLLECTED.requests.slice(0, 1).map(({ request: first }) => ({
    request: { ...first, principal: { kind: 'user' as const, arn, account: CALLER } },
    evidence: { ...evidence, identityPolicies },
  }));
  const detached = event({
    name: 'DetachGroupPolicy',
    source: 'iam',
    on: 'analysts',
    record: { requestParameters: { groupName: 'analysts' } },
  });
  const { changes } = await trailOf(events({ analysts: [detached] }), {}, { ...COLLECTED, requests });
  expect(changes).toMatchObject([{ operation: 'DetachGroupPolicy', on: 'analysts' }]);
});

describe('what was denied', () => {
  const denied = (userIdentity: object) =>
    event({ name: 'Decrypt', source: 'kms', record: { errorCode: 'AccessDenied', errorMessage: 'no', userIdentity } });

  test.each<[string, object, number]>([
    [
      'is told of a session of the role',
      { arn: 'arn:aws:sts::x', sessionContext: { sessionIssuer: { arn: ROLE } } },
      1,
    ],
    ['is told of the caller itself', { arn: ROLE }, 1],
    ['is not told of somebody else', { arn: `arn:aws:iam::${CALLER}:role/other` }, 0],
  ])('%s', async (_sentence, userIdentity, count) => {
    const { deniedEvents } = await trailOf(events({ [KEY]: [denied(userIdentity)] }));
    expect(deniedEvents).toHaveLength(count);
  });
});

describe('what came of it', () => {
  const first = async (respond: Respond, options?: TrailOptions) =>
    (await trailOf(respond, options)).looked[0]?.because;

  test.each<[string, Respond, string]>([
    ['nothing is said as nothing', events({}), '0 management events in the last 24 hours'],
    [
      'one event is counted',
      events({ ledger: [event({ name: 'GetBucketPolicy', source: 's3' })] }),
      '1 management event in the last 24 hours',
    ],
    [
      'a denial says which permission is missing',
      () => {
        throw awsSays('AccessDeniedException', { status: 400 });
      },
      `not looked at: role \`S3AccessDiagnostics\` of account ${OWNER} was denied \`cloudtrail:LookupEvents\``,
    ],
    [
      'a list without an end is cut, and said to be',
      () => ({ Events: [event({ name: 'GetBucketPolicy', source: 's3' })], NextToken: 'more' }),
      'only the newest 4 events were looked at',
    ],
  ])('%s', async (_sentence, respond, because) => expect(await first(respond)).toBe(because));

  test('pages that were read before the fault count', async () => {
    const respond: Respond = ({ input }) => {
      if ('NextToken' in input && input.NextToken !== undefined)
        throw awsSays('AccessDeniedException', { status: 400 });
      return { Events: [event({ name: 'PutBucketPolicy', source: 's3' })], NextToken: 'more' };
    };
    const { looked, changes } = await trailOf(respond);
    expect(looked[0]?.because).toMatch(/^looked at only in part \(1 management event\)/);
    expect(changes).toHaveLength(1);
  });

  test('a CloudTrail that takes its time is not waited for', async () => {
    const started = performance.now();
    const session = openCollectSession({ gate: fakeGate(events({}), 60_000), now: NOW });
    const { looked } = await readTrail(COLLECTED, session, { budgetMilliseconds: 200 });
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
    expect(looked[0]?.because).toBe('not looked at: `LookupEvents` had no answer within 0.2 s');
  });

  test('no more time is taken than the whole answer has', async () => {
    const started = performance.now();
    const session = openCollectSession({ gate: fakeGate(events({}), 60_000), now: NOW, budgetMilliseconds: 300 });
    await readTrail(COLLECTED, session);
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
  });

  test('that data events are elsewhere is always said, with the filter that finds them', async () => {
    const { looked } = await trailOf(events({}));
    expect(looked.find(({ where }) => where.startsWith('S3 data events'))?.because).toContain(
      `requestParameters.bucketName="ledger" and userIdentity.sessionContext.sessionIssuer.arn="${ROLE}"`,
    );
  });

  test('a user signs with its own ARN, by which the filter finds it', async () => {
    const arn = `arn:aws:iam::${CALLER}:user/anna`;
    const requests = COLLECTED.requests.map(({ request: first, evidence: read }) => ({
      request: { ...first, principal: { kind: 'user' as const, arn, account: CALLER } },
      evidence: read,
    }));
    const { looked } = await trailOf(events({}), {}, { ...COLLECTED, requests });
    expect(looked.find(({ where }) => where.startsWith('S3 data events'))?.because).toContain(
      `requestParameters.bucketName="ledger" and userIdentity.arn="${arn}"`,
    );
  });
});
