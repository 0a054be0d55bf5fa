import { describe, expect, test } from 'vitest';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { CannotAssumeRole, type GateCall } from '../../src/collect/gate.ts';
import type { Placed } from '../../src/collect/placed.ts';
import type { Collected } from '../../src/evidence/collected.ts';
import type { AttachedPolicy, Evidence } from '../../src/evidence/evidence.ts';
import { absent, found, type Unreadable, unreadable } from '../../src/evidence/reading.ts';
import type { Principal } from '../../src/request/principal.ts';
import { organizationChanges, readOrganizationHistory } from '../../src/trail/organization-history.ts';
import { awsSays, fakeGate } from '../collect/fake-gate.ts';

const CALLER = '111122223333';
const OWNER = '444455556666';
const MANAGEMENT = '999900001111';
const OU = 'ou-ab12-11111111';
const GUARD = 'p-guard123';

const ROLE: Principal = { kind: 'role', arn: `arn:aws:iam::${CALLER}:role/reports`, account: CALLER };
const PLACED: Placed = { bucket: 'ledger', bucketAccount: OWNER, region: 'eu-central-1', principal: ROLE };

const guard: AttachedPolicy = {
  name: 'Guard',
  arn: `arn:aws:organizations::${MANAGEMENT}:policy/o-a1b2c3d4e5/service_control_policy/${GUARD}`,
  document: unreadable('x:Y', 'not of interest'),
};
const levels = (policies: readonly AttachedPolicy[] | Unreadable) =>
  found([
    { target: 'r-ab12', policies: [] },
    { target: OU, policies },
    { target: CALLER, policies: [] },
  ]);
const collectedWith = (serviceControlPolicies: Evidence['serviceControlPolicies']): Collected => ({
  requests: [
    {
      request: {
        principal: ROLE,
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::ledger/k',
        resourceAccount: OWNER,
        context: { keys: new Map(), otherKeys: 'unknown' },
      },
      evidence: {
        identityPolicies: absent,
        permissionsBoundary: absent,
        sessionPolicies: absent,
        serviceControlPolicies,
        resourceControlPolicies: absent,
        vpcEndpointPolicy: absent,
        accessPointPolicy: absent,
        bucketPolicy: absent,
        blockPublicAccess: absent,
        objectOwnership: absent,
        keyPolicy: absent,
      },
    },
  ],
  bucket: 'ledger',
  bucketAccount: OWNER,
  region: 'eu-central-1',
  principalArn: 'arn' in ROLE ? ROLE.arn : '',
  notes: [],
});
const READ = collectedWith(levels([guard]));

const ORGANIZATION = { Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' } };
/** As CloudTrail lists them: events of Organizations bear no resources. */
const event = (name: string, requestParameters: object, source = 'organizations') => ({
  EventId: `${name} ${JSON.stringify(requestParameters)}`,
  EventName: name,
  EventTime: new Date('2026-11-20T09:00:00Z'),
  EventSource: `${source}.amazonaws.com`,
  Resources: [],
  CloudTrailEvent: JSON.stringify({
    userIdentity: { arn: `arn:aws:iam::${MANAGEMENT}:user/sec` },
    requestParameters,
  }),
});

const attribute = ({ input }: GateCall): string =>
  'LookupAttributes' in input ? String(input.LookupAttributes?.[0]?.AttributeValue) : '';

async function told(
  events: readonly ReturnType<typeof event>[] | Error,
  {
    placed = PLACED,
    collected = READ,
    organization = ORGANIZATION as object,
  }: {
    placed?: Placed;
    collected?: Collected;
    organization?: object;
  } = {},
) {
  const gate = fakeGate((call) => {
    if (call.name === 'organizations:DescribeOrganization') {
      if (organization instanceof Error) throw organization;
      return organization;
    }
    if (call.name !== 'cloudtrail:LookupEvents') throw awsSays('AccessDeniedException', { status: 400 });
    if (events instanceof Error) throw events;
    return { Events: events.filter(({ EventName }) => EventName === attribute(call)) };
  });
  const session = openCollectSession({ gate, now: new Date('2026-11-20T10:00:00Z'), organizationAccount: MANAGEMENT });
  const history = await readOrganizationHistory(session, placed, {
    sinceMilliseconds: 86_400_000,
    budgetMilliseconds: 2_000,
  });
  const lookUps = gate.calls.filter(({ name }) => name === 'cloudtrail:LookupEvents');
  return { ...organizationChanges(history, collected, '24 hours'), lookUps };
}

describe('a change of the organization’s policies', () => {
  test('is looked for where it is recorded: in the management account, in the home region of Organizations', async () => {
    const { lookUps, looked } = await told([]);
    expect(new Set(lookUps.map(({ account, region }) => `${account} ${region}`))).toEqual(
      new Set([`${MANAGEMENT} us-east-1`]),
    );
    expect(lookUps.map(attribute)).toEqual(['AttachPolicy', 'DetachPolicy', 'UpdatePolicy', 'MoveAccount']);
    expect(looked).toEqual({
      where: `CloudTrail event history of the management account ${MANAGEMENT} in us-east-1, for changes of service control and resource control policies`,
      because: 'none in the last 24 hours',
    });
  });

  test('is told with who, when and on what', async () => {
    const { changes, looked } = await told([event('AttachPolicy', { policyId: GUARD, targetId: OU })]);
    expect(changes).toEqual([
      {
        at: '2026-11-20T09:00:00.000Z',
        eventId: expect.any(String),
        operation: 'AttachPolicy',
        who: `arn:aws:iam::${MANAGEMENT}:user/sec`,
        on: `Guard (${GUARD}), ${OU}`,
        account: MANAGEMENT,
      },
    ]);
    expect(looked.because).toBe('1 in the last 24 hours, 1 of them over an account of this call');
  });

  test.each<[string, ReturnType<typeof event>, number]>([
    ['that hangs above the caller counts', event('UpdatePolicy', { policyId: GUARD }), 1],
    ['that hangs elsewhere does not', event('UpdatePolicy', { policyId: 'p-other123' }), 0],
    ['that was taken off above the caller counts', event('DetachPolicy', { policyId: 'p-gone1234', targetId: OU }), 1],
    ['that was taken off elsewhere does not', event('DetachPolicy', { policyId: GUARD, targetId: 'ou-ab12-2' }), 0],
    [
      'of another type, attached above the caller, does not',
      event('AttachPolicy', { policyId: 'p-tags', targetId: OU }),
      0,
    ],
    ['is the move of the caller’s account', event('MoveAccount', { accountId: CALLER }), 1],
    ['is the move of the bucket’s account', event('MoveAccount', { accountId: OWNER }), 1],
    ['is not the move of another account', event('MoveAccount', { accountId: '777788889999' }), 0],
    ['is not what another service calls so', event('AttachPolicy', { policyId: GUARD, targetId: OU }, 'iot'), 0],
  ])('%s', async (_sentence, one, count) => {
    expect((await told([one])).changes).toHaveLength(count);
  });

  test('of which nobody knows what it reaches is said to be there perhaps', async () => {
    const collected = collectedWith(unreadable('organizations:ListPoliciesForTarget', 'no'));
    const { changes, looked } = await told([event('AttachPolicy', { policyId: 'p-x', targetId: OU })], { collected });
    expect(changes).toEqual([]);
    expect(looked.because).toBe(
      '1 in the last 24 hours, 0 of them over an account of this call; what hangs above the accounts could not be read, so there may be more',
    );
  });

  test('is looked for where the bucket is, for a caller without an account', async () => {
    const { lookUps } = await told([], { placed: { ...PLACED, principal: { kind: 'anonymous' } } });
    expect(lookUps).toHaveLength(4);
  });
});

test('the organization of the bucket’s account is taken where that of the caller’s cannot be read', async () => {
  const gate = fakeGate(({ name, account }) => {
    if (name === 'cloudtrail:LookupEvents') return { Events: [] };
    if (name !== 'organizations:DescribeOrganization' || account !== OWNER) throw awsSays('AccessDeniedException');
    return ORGANIZATION;
  });
  const session = openCollectSession({ gate, now: new Date('2026-11-20T10:00:00Z') });
  const options = { sinceMilliseconds: 1_000, budgetMilliseconds: 2_000 };
  expect(await readOrganizationHistory(session, PLACED, options)).toMatchObject({
    kind: 'looked',
    account: MANAGEMENT,
  });
});

describe('the management account', () => {
  test.each<[string, Parameters<typeof told>[0], NonNullable<Parameters<typeof told>[1]>, string]>([
    [
      'that does not let its history be read is named with the reason',
      awsSays('AccessDeniedException', { status: 400 }),
      {},
      `not looked at: role \`S3AccessDiagnostics\` of account ${MANAGEMENT} was denied \`cloudtrail:LookupEvents\``,
    ],
    [
      'without the role is named with the reason',
      new CannotAssumeRole(MANAGEMENT, `arn:aws:iam::${MANAGEMENT}:role/S3AccessDiagnostics`, awsSays('AccessDenied')),
      {},
      `could not be assumed`,
    ],
    [
      'of which nobody knows which it is is not looked at, which is said',
      [],
      { organization: awsSays('AccessDeniedException', { status: 400 }) },
      'the management account records them, in the home region of AWS Organizations; not looked at: it is not known which account that is',
    ],
    [
      'is none for an account in no organization',
      [],
      { organization: awsSays('AWSOrganizationsNotInUseException', { status: 400 }) },
      `is in no organization`,
    ],
    [
      'is not known where no account is',
      [],
      { placed: { ...PLACED, bucketAccount: null, principal: { kind: 'anonymous' } } },
      'not looked at: it is not known which account that is',
    ],
  ])('%s', async (_sentence, events, more, because) => {
    const { looked, changes } = await told(events, more);
    expect(looked.because).toContain(because);
    expect(changes).toEqual([]);
  });
});
