import { describe, expect, test } from 'vitest';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { readOrganization, targetsOf } from '../../src/collect/organization.ts';
import { readOrganizationPolicies } from '../../src/collect/organization-policies.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALLER, MANAGEMENT, OWNER, policy } from './small-organization.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const denied = awsSays('AccessDeniedException', { status: 400 });
const describeCaller = `${CALLER} organizations:DescribeOrganization`;

function setUp(answers: Answers, organizationAccount: string | undefined = MANAGEMENT) {
  const gate = fakeGate(answering(ANSWERS, answers));
  const account = organizationAccount === undefined ? {} : { organizationAccount };
  return { gate, session: openCollectSession({ gate, now: NOW, ...account }) };
}

async function scps(answers: Answers = {}, account = CALLER) {
  const { session } = setUp(answers);
  const place = await readOrganization(session, account, 'aws');
  return readOrganizationPolicies(session, place, 'SERVICE_CONTROL_POLICY', account, 'aws');
}

describe('the way from the root to an account', () => {
  const WAY = ['r-ab12', 'ou-ab12-11111111', CALLER];

  test.each<[string, Answers, unknown]>([
    ['is climbed parent by parent', {}, WAY],
    [
      'is taken from the path of the account where AWS gives one',
      {
        [`${MANAGEMENT} organizations:DescribeAccount ${CALLER}`]: {
          Account: { Paths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'] },
        },
      },
      ['r-ab12', 'ou-ab12-22222222', CALLER],
    ],
    [
      'is climbed where the path is of a form we do not know',
      { [`${MANAGEMENT} organizations:DescribeAccount ${CALLER}`]: { Account: { Paths: ['Root/Sandboxes'] } } },
      WAY,
    ],
    [
      'is climbed where the account may not be described',
      { [`${MANAGEMENT} organizations:DescribeAccount ${CALLER}`]: denied },
      WAY,
    ],
  ])('%s', async (_sentence, answers, targets) => {
    const { session } = setUp(answers);
    const place = await readOrganization(session, CALLER, 'aws');
    const levels = place.kind === 'found' ? place.value.levels : place;
    expect(levels.kind === 'found' ? levels.value.map(({ target }) => target) : levels).toEqual(targets);
  });

  test('is unreadable where the parents are', async () => {
    const { session } = setUp({ [`${MANAGEMENT} organizations:ListParents ${CALLER}`]: denied });
    expect(await readOrganization(session, CALLER, 'aws')).toMatchObject({
      kind: 'found',
      value: { levels: { kind: 'unreadable', needs: 'organizations:ListParents', account: MANAGEMENT } },
    });
  });

  test('ends where it would go in circles', async () => {
    const { session, gate } = setUp({
      [`${MANAGEMENT} organizations:ListParents ou-ab12-11111111`]: {
        Parents: [{ Id: 'ou-ab12-11111111', Type: 'ORGANIZATIONAL_UNIT' }],
      },
    });
    const place = await readOrganization(session, CALLER, 'aws');
    expect(place).toMatchObject({ value: { levels: { kind: 'unreadable' } } });
    expect(gate.calls.length).toBeLessThan(10);
  });
});

describe('the organization of an account', () => {
  test('is none where the account itself says so', async () => {
    const { session } = setUp({ [describeCaller]: awsSays('AWSOrganizationsNotInUseException', { status: 400 }) });
    expect(await readOrganization(session, CALLER, 'aws')).toEqual({ kind: 'absent' });
  });

  test('is that of the organization account where the account may not say, but is in it', async () => {
    const { session } = setUp({
      [describeCaller]: denied,
      [`${MANAGEMENT} organizations:DescribeOrganization`]: {
        Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT },
      },
    });
    expect(await readOrganization(session, CALLER, 'aws')).toMatchObject({
      value: { organization: { id: 'o-a1b2c3d4e5', managementAccount: MANAGEMENT } },
    });
  });

  test('is not known where the account may not say and is in another', async () => {
    const { session } = setUp({
      [describeCaller]: denied,
      [`${MANAGEMENT} organizations:DescribeOrganization`]: {
        Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT },
      },
      [`${MANAGEMENT} organizations:ListParents ${CALLER}`]: awsSays('ChildNotFoundException', { status: 400 }),
    });
    expect(await readOrganization(session, CALLER, 'aws')).toMatchObject({ kind: 'unreadable' });
  });
});

describe('service control policies', () => {
  test('are listed level by level, root first', async () => {
    const reading = await scps();
    const levels = reading.kind === 'found' ? reading.value : [];
    expect(
      levels.map(({ target, policies }) => [target, 'kind' in policies ? policies : policies.map(({ name }) => name)]),
    ).toEqual([
      ['r-ab12', ['FullAWSAccess']],
      ['ou-ab12-11111111', ['FullAWSAccess', 'Guard']],
      [CALLER, ['FullAWSAccess']],
    ]);
  });

  test.each<[string, Answers]>([
    [
      'where all features are not on',
      {
        [describeCaller]: {
          Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT, FeatureSet: 'CONSOLIDATED_BILLING' },
        },
      },
    ],
    [
      'in the management account',
      { [describeCaller]: { Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: CALLER } } },
    ],
    [
      'where their type is off',
      { [`${MANAGEMENT} organizations:ListRoots`]: { Roots: [{ Id: 'r-ab12', PolicyTypes: [] }] } },
    ],
  ])('do not exist %s', async (_sentence, answers) => {
    expect(await scps(answers)).toEqual({ kind: 'absent' });
  });

  test('of a level that could not be read leave the other levels as they are', async () => {
    const reading = await scps({
      [`${MANAGEMENT} organizations:ListPoliciesForTarget r-ab12 SERVICE_CONTROL_POLICY`]: denied,
    });
    expect(reading).toMatchObject({
      kind: 'found',
      value: [
        { policies: { kind: 'unreadable', needs: 'organizations:ListPoliciesForTarget' } },
        { target: 'ou-ab12-11111111' },
        {},
      ],
    });
  });

  test('of which no level could be read are unreadable', async () => {
    const none = Object.fromEntries(
      ['r-ab12', 'ou-ab12-11111111', CALLER].map((target) => [
        `${MANAGEMENT} organizations:ListPoliciesForTarget ${target} SERVICE_CONTROL_POLICY`,
        denied,
      ]),
    );
    expect(await scps(none)).toMatchObject({ kind: 'unreadable', needs: 'organizations:ListPoliciesForTarget' });
  });

  test('that do not parse are unreadable one by one', async () => {
    const reading = await scps({
      [`${MANAGEMENT} organizations:DescribePolicy p-guard`]: { Policy: { Content: '{' } },
    });
    const unit = reading.kind === 'found' ? reading.value[1] : undefined;
    expect(unit?.policies).toMatchObject([
      { document: { version: '2012-10-17' } },
      {
        name: 'Guard',
        document: { kind: 'unreadable', because: expect.stringContaining('organization policy `Guard` was read') },
      },
    ]);
  });

  test('come in pages', async () => {
    const first = `${MANAGEMENT} organizations:ListPoliciesForTarget ${OWNER} SERVICE_CONTROL_POLICY`;
    const reading = await scps(
      {
        [first]: { Policies: [{ Id: 'p-FullAWSAccess', Name: 'FullAWSAccess' }], NextToken: 'more' },
        [`${first} more`]: { Policies: [{ Id: 'p-late', Name: 'Late' }] },
        [`${MANAGEMENT} organizations:DescribePolicy p-late`]: {
          Policy: { Content: policy({ Effect: 'Deny', Action: '*', Resource: '*' }) },
        },
      },
      OWNER,
    );
    const own = reading.kind === 'found' ? reading.value.at(-1)?.policies : undefined;
    expect(own).toMatchObject([{ name: 'FullAWSAccess' }, { name: 'Late' }]);
  });

  test('what AWS attaches itself is known and not asked for: DescribePolicy may be asked twice a second', async () => {
    const { session, gate } = setUp({});
    const place = await readOrganization(session, CALLER, 'aws');
    await readOrganizationPolicies(session, place, 'SERVICE_CONTROL_POLICY', CALLER, 'aws');
    const described = gate.calls.filter(({ name }) => name === 'organizations:DescribePolicy');
    expect(described.map(({ input }) => input)).toEqual([{ PolicyId: 'p-guard' }]);
  });
});

test.each<[string, readonly string[] | undefined]>([
  ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/', ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222']],
  ['o-a1b2c3d4e5/r-ab12/', ['r-ab12']],
  ['o-a1b2c3d4e5/ou-ab12-11111111/', undefined],
  ['', undefined],
])('the levels of the path %s', (path, targets) => expect(targetsOf(path)).toEqual(targets));
