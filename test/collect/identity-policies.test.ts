import { describe, expect, test } from 'vitest';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { readIdentityPolicies } from '../../src/collect/identity-policies.ts';
import type { AttachedPolicy } from '../../src/evidence/evidence.ts';
import type { Reading } from '../../src/evidence/reading.ts';
import type { Principal } from '../../src/request/principal.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALLER, policy } from './small-organization.ts';

const ROLE: Principal = { kind: 'role', arn: `arn:aws:iam::${CALLER}:role/reports`, account: CALLER };
const USER: Principal = { kind: 'user', arn: `arn:aws:iam::${CALLER}:user/staff/anna`, account: CALLER };
const denied = awsSays('AccessDenied', { status: 403 });
const readOnly = policy({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });

const OF_USER: Answers = {
  [`${CALLER} iam:ListUserPolicies anna`]: { PolicyNames: ['Own'] },
  [`${CALLER} iam:GetUserPolicy anna Own`]: { PolicyDocument: encodeURIComponent(readOnly) },
  [`${CALLER} iam:ListAttachedUserPolicies anna`]: { AttachedPolicies: [] },
  [`${CALLER} iam:ListGroupsForUser anna`]: { Groups: [{ GroupName: 'analysts' }] },
  [`${CALLER} iam:ListGroupPolicies analysts`]: { PolicyNames: ['Shared'] },
  [`${CALLER} iam:GetGroupPolicy analysts Shared`]: { PolicyDocument: { Version: '2012-10-17', Statement: [] } },
  [`${CALLER} iam:ListAttachedGroupPolicies analysts`]: {
    AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
  },
  [`${CALLER} iam:GetPolicy arn:aws:iam::aws:policy/ReadOnlyAccess`]: { Policy: { DefaultVersionId: 'v9' } },
  [`${CALLER} iam:GetPolicyVersion arn:aws:iam::aws:policy/ReadOnlyAccess v9`]: {
    PolicyVersion: { Document: readOnly },
  },
};

const readWith = (principal: Principal, answers: Answers = {}) =>
  readIdentityPolicies(
    openCollectSession({ gate: fakeGate(answering(ANSWERS, OF_USER, answers)), now: new Date(0) }),
    principal,
  );

const shown = (reading: Reading<readonly AttachedPolicy[]>) =>
  reading.kind === 'found'
    ? reading.value.map(({ name, via, document }) => [name, via, 'kind' in document ? document.because : 'read'])
    : reading.kind;

describe('what hangs on the caller', () => {
  test('is inline and managed for a role', async () => {
    expect(shown(await readWith(ROLE))).toEqual([
      ['ReadLedger', 'inline', 'read'],
      ['Common', 'managed', 'read'],
    ]);
  });

  test('comes through groups, too, for a user', async () => {
    expect(shown(await readWith(USER))).toEqual([
      ['Own', 'inline', 'read'],
      ['Shared', 'group analysts', 'read'],
      ['ReadOnlyAccess', 'group analysts', 'read'],
    ]);
  });

  test('is nothing by nature for a root user, a service and the anonymous', async () => {
    const nobody: readonly Principal[] = [
      { kind: 'root', arn: `arn:aws:iam::${CALLER}:root`, account: CALLER },
      { kind: 'service', service: 'logging.s3.amazonaws.com' },
      { kind: 'anonymous' },
    ];
    expect((await Promise.all(nobody.map((one) => readWith(one)))).map(({ kind }) => kind)).toEqual([
      'absent',
      'absent',
      'absent',
    ]);
  });

  test('is not known for a federated user, whose ARN does not say whose permissions it has', async () => {
    const federated: Principal = {
      kind: 'federatedUser',
      arn: `arn:aws:sts::${CALLER}:federated-user/x`,
      account: CALLER,
    };
    expect(await readWith(federated)).toMatchObject({ kind: 'unreadable' });
  });

  test('may be nothing at all, which is found', async () => {
    const none = {
      [`${CALLER} iam:ListRolePolicies reports`]: { PolicyNames: [] },
      [`${CALLER} iam:ListAttachedRolePolicies reports`]: { AttachedPolicies: [] },
    };
    expect(await readWith(ROLE, none)).toEqual({ kind: 'found', value: [] });
  });

  test('comes in pages', async () => {
    const first = `${CALLER} iam:ListRolePolicies reports`;
    const paged = {
      [first]: { PolicyNames: ['ReadLedger'], IsTruncated: true, Marker: 'more' },
      [`${first} more`]: { PolicyNames: ['Late'] },
      [`${CALLER} iam:GetRolePolicy reports Late`]: { PolicyDocument: readOnly },
    };
    expect(shown(await readWith(ROLE, paged))).toContainEqual(['Late', 'inline', 'read']);
  });
});

describe('what could not be read stands beside what could', () => {
  const was = 'role `S3AccessDiagnostics` of account 111122223333 was denied';
  test.each<[string, Answers, [string, string | undefined, string]]>([
    [
      'a list',
      { [`${CALLER} iam:ListAttachedRolePolicies reports`]: denied },
      ['managed policies', undefined, `${was} \`iam:ListAttachedRolePolicies\``],
    ],
    [
      'the second page of a list',
      {
        [`${CALLER} iam:ListRolePolicies reports`]: { PolicyNames: ['ReadLedger'], IsTruncated: true, Marker: 'more' },
        [`${CALLER} iam:ListRolePolicies reports more`]: denied,
      },
      ['inline policies', undefined, `${was} \`iam:ListRolePolicies\``],
    ],
    [
      'an inline policy',
      { [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: denied },
      ['ReadLedger', 'inline', `${was} \`iam:GetRolePolicy\``],
    ],
    [
      'a managed policy',
      { [`${CALLER} iam:GetPolicy arn:aws:iam::${CALLER}:policy/Common`]: denied },
      ['Common', 'managed', `${was} \`iam:GetPolicy\``],
    ],
    [
      "a managed policy's version",
      { [`${CALLER} iam:GetPolicyVersion arn:aws:iam::${CALLER}:policy/Common v3`]: denied },
      ['Common', 'managed', `${was} \`iam:GetPolicyVersion\``],
    ],
  ])('%s', async (_sentence, answers, row) => {
    const rows = shown(await readWith(ROLE, answers));
    expect(rows).toContainEqual(row);
    expect(rows).toHaveLength(2);
  });

  test('the groups of a user', async () => {
    const rows = shown(await readWith(USER, { [`${CALLER} iam:ListGroupsForUser anna`]: denied }));
    expect(rows).toEqual([
      ['Own', 'inline', 'read'],
      ['policies of groups', undefined, `${was} \`iam:ListGroupsForUser\``],
    ]);
  });

  test('a policy that does not parse, with the place', async () => {
    const wrong = policy({ Effect: 'Maybe', Action: '*', Resource: '*' });
    const rows = shown(
      await readWith(ROLE, { [`${CALLER} iam:GetRolePolicy reports ReadLedger`]: { PolicyDocument: wrong } }),
    );
    expect(rows).toContainEqual(['ReadLedger', 'inline', expect.stringContaining('Statement[0].Effect')]);
  });
});
