import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/policy/compile-condition.ts';
import { matchNotPrincipal } from '../../src/policy/match-not-principal.ts';
import { matchPrincipal, type PrincipalNaming } from '../../src/policy/match-principal.ts';
import type { PrincipalElement } from '../../src/policy/policy-document.ts';
import type { Principal } from '../../src/request/principal.ts';

const A = '111122223333';
const B = '444455556666';
const iam = (resource: string, account = A, partition = 'aws'): string =>
  `arn:${partition}:iam::${account}:${resource}`;
const sts = (resource: string, account = A): string => `arn:aws:sts::${account}:${resource}`;

const SESSION_1 = sts('assumed-role/reports/one');
const SESSION_2 = sts('assumed-role/reports/two');
const role: Principal = { kind: 'role', arn: iam('role/reports'), account: A };
const session: Principal = { kind: 'role', arn: iam('role/reports'), account: A, sessionArn: SESSION_1 };
const roleWithPath: Principal = { kind: 'role', arn: iam('role/teams/data/reports'), account: A };
const user: Principal = { kind: 'user', arn: iam('user/Bob'), account: A };
const root: Principal = { kind: 'root', arn: iam('root'), account: A };
const federated: Principal = { kind: 'federatedUser', arn: sts('federated-user/Bob'), account: A };
const service: Principal = { kind: 'service', service: 'logs.amazonaws.com' };
const regional: Principal = { kind: 'service', service: 'logs.af-south-1.amazonaws.com' };
const anonymous: Principal = { kind: 'anonymous' };

const everyone: PrincipalElement = [{ kind: 'everyone' }];
const aws = (...values: readonly string[]): PrincipalElement => values.map((value) => ({ kind: 'aws', value }));
const of = (kind: 'service' | 'federated' | 'canonicalUser', value: string): PrincipalElement => [{ kind, value }];

type Row = [string, PrincipalElement, Principal, Match, PrincipalNaming | undefined];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe('a Principal', () => {
  test.each<Row>([
    ['`*` names a role', everyone, role, 'yes', 'everyone'],
    ['`*` names anonymous callers', everyone, anonymous, 'yes', 'everyone'],
    ['`*` names services', everyone, service, 'yes', 'everyone'],
    ['`{"AWS": "*"}` names everyone too', aws('*'), anonymous, 'yes', 'everyone'],
    ["the account's root ARN names its roles", aws(iam('root')), role, 'yes', 'account'],
    ["the account's root ARN names its users", aws(iam('root')), user, 'yes', 'account'],
    ["the account's root ARN names its root user", aws(iam('root')), root, 'yes', 'root'],
    ['the account id says the same', aws(A), role, 'yes', 'account'],
    ["another account is not the caller's", aws(B), role, 'no', undefined],
    ['the account in another partition is another account', aws(iam('root', A, 'aws-cn')), role, 'no', 'account'],
    ['no account names anonymous callers', aws(A), anonymous, 'no', undefined],
    ['no account names services', aws(A), service, 'no', undefined],
    ['a role ARN names the role', aws(iam('role/reports')), role, 'yes', 'role'],
    ['a role ARN names every session of the role', aws(iam('role/reports')), session, 'yes', 'role'],
    ['a role ARN with its path names the role', aws(iam('role/teams/data/reports')), roleWithPath, 'yes', 'role'],
    ['a role ARN without its path is a near miss', aws(iam('role/reports')), roleWithPath, 'no', 'role'],
    [
      'a role ARN with a path may be that of a session, which does not tell the path',
      aws(iam('role/teams/data/reports')),
      session,
      'unknown',
      'role',
    ],
    ['a role ARN with a path is not the role without one', aws(iam('role/teams/data/reports')), role, 'no', 'role'],
    ['a role ARN in other case is a near miss', aws(iam('role/Reports')), role, 'no', 'role'],
    ['a role ARN names no role of that name elsewhere', aws(iam('role/reports', B)), role, 'no', undefined],
    ['a role ARN with a wildcard names nobody', aws(iam('role/*')), role, 'no', 'role'],
    ['a session ARN names that session', aws(SESSION_1), session, 'yes', 'session'],
    ['a session ARN names no other session', aws(SESSION_2), session, 'no', 'session'],
    ['a session ARN may name a role of which the session is not known', aws(SESSION_1), role, 'unknown', 'session'],
    ['a session ARN leaves the path out', aws(SESSION_1), roleWithPath, 'unknown', 'session'],
    ['a session ARN names no other role', aws(sts('assumed-role/other/one')), role, 'no', undefined],
    ['a session ARN with a wildcard names nobody', aws(sts('assumed-role/reports/*')), session, 'no', 'role'],
    ['a session ARN without a session names nobody', aws(sts('assumed-role/reports')), session, 'no', 'role'],
    [
      'role and session: the session is the more direct',
      aws(iam('role/reports'), SESSION_1),
      session,
      'yes',
      'session',
    ],
    ['account and role: the role is the more direct', aws(A, iam('role/reports')), role, 'yes', 'role'],
    ['a user ARN names the user', aws(iam('user/Bob')), user, 'yes', 'user'],
    ['a user ARN is case-sensitive', aws(iam('user/bob')), user, 'no', 'user'],
    ['a group is no principal', aws(iam('group/staff')), user, 'no', undefined],
    [
      'a federated user ARN names the federated user',
      aws(sts('federated-user/Bob')),
      federated,
      'yes',
      'federatedUser',
    ],
    ['a federated user ARN does not name the user', aws(sts('federated-user/Bob')), user, 'no', undefined],
    ['a user ARN may name the sessions the user federated', aws(iam('user/Bob')), federated, 'unknown', 'user'],
    ['the unique ID of a deleted role names nobody', aws('AROAEXAMPLEID1234567'), role, 'no', undefined],
    ['the unique ID of a deleted user names nobody', aws('AIDAEXAMPLEID1234567'), user, 'no', undefined],
    ['text that is no ARN names nobody', aws('reports'), role, 'no', undefined],
    [
      'a CloudFront origin access identity is no IAM caller',
      aws('arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE'),
      user,
      'no',
      undefined,
    ],
    ['a service names the service', of('service', 'logs.amazonaws.com'), service, 'yes', 'service'],
    ['a service is no other service', of('service', 'cloudtrail.amazonaws.com'), service, 'no', undefined],
    [
      'a service with its Region may be the one that calls',
      of('service', 'logs.af-south-1.amazonaws.com'),
      service,
      'unknown',
      'service',
    ],
    [
      'a service with its Region names itself',
      of('service', 'logs.af-south-1.amazonaws.com'),
      regional,
      'yes',
      'service',
    ],
    ['a service without Region is not the one with it', of('service', 'logs.amazonaws.com'), regional, 'no', 'service'],
    ['a service names no role', of('service', 'lambda.amazonaws.com'), role, 'no', undefined],
    [
      "a canonical user ID may be the caller's account",
      of('canonicalUser', 'c0ffee'),
      role,
      'unknown',
      'canonicalUser',
    ],
    ['a canonical user ID is nobody anonymous', of('canonicalUser', 'c0ffee'), anonymous, 'no', undefined],
    ["an identity provider may be the session's", of('federated', 'accounts.google.com'), role, 'unknown', 'federated'],
    ["an identity provider is no user's", of('federated', 'accounts.google.com'), user, 'no', undefined],
    ['an empty list names nobody', [], role, 'no', undefined],
  ])('%s', (_sentence, element, principal, match, how) => {
    const found = matchPrincipal(element, principal);
    expect([found.match, found.how]).toEqual([match, how]);
    expect(found.because).not.toBe('');
  });

  test.each<[string, string, Match]>([
    ["of the caller's account names it", 'c0ffee', 'yes'],
    ['of another account does not', 'deface', 'no'],
    ["of nobody known does not, since the caller's is known", 'faded', 'no'],
  ])('a canonical user ID %s', (_sentence, id, match) => {
    const canonicalUserIds = new Map([
      [A, 'c0ffee'],
      [B, 'deface'],
    ]);
    expect(matchPrincipal(of('canonicalUser', id), role, { canonicalUserIds }).match).toBe(match);
  });

  test.each<[string, string, Match]>([
    ['that vouched for the session names it', 'accounts.google.com', 'yes'],
    ['that did not does not', 'www.amazon.com', 'no'],
  ])('an identity provider %s', (_sentence, provider, match) => {
    const federatedProvider = { kind: 'known', values: ['accounts.google.com'] } as const;
    expect(matchPrincipal(of('federated', provider), role, { federatedProvider }).match).toBe(match);
  });

  test('says what is wrong with a dead ID and a missing path', () => {
    expect(matchPrincipal(aws('AROAEXAMPLEID1234567'), role).because).toContain('was deleted');
    expect(matchPrincipal(aws(iam('role/reports')), roleWithPath).because).toContain('the path is not');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
describe('a statement with NotPrincipal', () => {
  test.each<[string, PrincipalElement, Principal, Match]>([
    ['is for whoever is not listed', aws(iam('user/Alice'), A), user, 'yes'],
    ['leaves out a user listed with the account', aws(iam('user/Bob'), iam('root')), user, 'no'],
    ['is for a user listed without the account', aws(iam('user/Bob')), user, 'yes'],
    ['is for a user of an account that is listed alone', aws(A), user, 'yes'],
    ['leaves out a role listed with the account', aws(iam('role/reports'), A), role, 'no'],
    ['leaves out every session of such a role', aws(iam('role/reports'), A), session, 'no'],
    ['is for a role listed without the account', aws(iam('role/reports')), role, 'yes'],
    ['is for a session listed without its role', aws(SESSION_1, A), session, 'yes'],
    ['leaves out a session listed with role and account', aws(SESSION_1, iam('role/reports'), A), session, 'no'],
    ['is for another session than the one listed', aws(SESSION_2, iam('role/reports'), A), session, 'yes'],
    ['is open where the session is not known', aws(SESSION_1, iam('role/reports'), A), role, 'unknown'],
    ['is open where the path of the role is not known', aws(iam('role/teams/data/reports'), A), session, 'unknown'],
    ['leaves out the root user of an account listed', aws(A), root, 'no'],
    ['leaves out a federated user listed with the account', aws(sts('federated-user/Bob'), A), federated, 'no'],
    ['leaves out a service listed', of('service', 'logs.amazonaws.com'), service, 'no'],
    ['is for other services', of('service', 'cloudtrail.amazonaws.com'), service, 'yes'],
    ['is for anonymous callers', aws(iam('role/reports'), A), anonymous, 'yes'],
    ['is for nobody if everyone is listed', everyone, role, 'no'],
    [
      'is open where a canonical user ID may be the account',
      [...aws(iam('user/Bob')), ...of('canonicalUser', 'c0ffee')],
      user,
      'unknown',
    ],
  ])('%s', (_sentence, element, principal, match) => {
    const found = matchNotPrincipal(element, principal);
    expect(found.match).toBe(match);
    expect(found.because).not.toBe('');
  });
});
