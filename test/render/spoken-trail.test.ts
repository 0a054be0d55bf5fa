import { expect, test } from 'vitest';
import { spokenChange, spokenDenied, spokenLooked, timed } from '../../src/render/spoken-trail.ts';

const ROLE =
  'role `arn:aws:iam::111122223333:role/S3AccessDiagnostics` could not be assumed: it does not exist, or does not trust the caller';
const history = (account: string, of: string) =>
  `CloudTrail event history of account ${account} in eu-west-1, for \`${of}\``;
const looked = (...places: readonly (readonly [where: string, because: string])[]) => ({
  deniedEvents: [],
  changes: [],
  looked: places.map(([where, because]) => ({ where, because })),
});

test('places with one finding stand in one sentence, and those of one account are named once', () => {
  const trail = looked(
    [history('111122223333', 'a'), 'nothing'],
    [history('111122223333', 'b'), 'nothing'],
    [history('444455556666', 'c'), 'nothing'],
    ['elsewhere', 'not looked at'],
  );
  expect(spokenLooked({ trail, unreadable: [] })).toEqual([
    'CloudTrail event history of account 111122223333 in eu-west-1, for `a` and `b`; account 444455556666 in eu-west-1, for `c`: nothing',
    'elsewhere: not looked at',
  ]);
});

test('a role that could not be assumed is told under "Not read", and only there', () => {
  const trail = looked([history('111122223333', 'a'), `not looked at: ${ROLE}`]);
  const unread = {
    kind: 'unreadable' as const,
    layer: 'identityPolicies' as const,
    needs: 'sts:AssumeRole',
    account: '111122223333',
    reason: 'notAssumed' as const,
    because: ROLE,
  };
  expect(spokenLooked({ trail, unreadable: [unread] })).toEqual([
    `${history('111122223333', 'a')}: not looked at: see "Not read" for why`,
  ]);
  expect(spokenLooked({ trail, unreadable: [] }).join()).toContain(ROLE);
});

test('an event is told with its time zone, who, and from where', () => {
  const change = {
    at: '',
    eventId: '',
    operation: 'PutRolePolicy',
    who: 'ines',
    on: 'reports',
    account: '111122223333',
  };
  expect(timed('2026-11-22T02:58:30Z', spokenChange(change))).toBe(
    '2026-11-22 02:58 UTC `PutRolePolicy` on reports by ines (account 111122223333)',
  );
  const denied = { at: '', eventId: '', operation: 'GetObject', principal: 'role/reports' };
  const near = { ...denied, errorMessage: 'Access Denied', sourceIp: '10.0.0.1', vpcEndpoint: 'vpce-1a' };
  expect(spokenDenied(near)).toBe('`GetObject` by role/reports from 10.0.0.1 through vpce-1a: Access Denied');
  expect(spokenDenied({ ...denied, errorMessage: null, sourceIp: null, vpcEndpoint: null })).toBe(
    '`GetObject` by role/reports',
  );
});
