import { describe, expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { evidenceOf } from './collect-with.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, CALLER, MANAGEMENT, policy } from './small-organization.ts';

const SESSION = `arn:aws:sts::${CALLER}:assumed-role/reports/nightly`;
const principal = {
  kind: 'role' as const,
  arn: `arn:aws:iam::${CALLER}:role/reports`,
  account: CALLER,
  sessionArn: SESSION,
};
const NARROW = policy({ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' });
const ARN = `arn:aws:iam::${CALLER}:policy/Common`;
const lookUp = (name: string): string =>
  `${CALLER} cloudtrail:LookupEvents [{"AttributeKey":"ResourceName","AttributeValue":"${name}"}]`;
const LOOK_UP = lookUp(SESSION);
const BY_NAME = lookUp('nightly');

/** As in https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const begun = (requestParameters: object, more: object = {}, at = '2026-11-20T09:00:00Z') => ({
  EventId: `event-${at}`,
  EventName: 'AssumeRole',
  EventTime: new Date(at),
  EventSource: 'sts.amazonaws.com',
  CloudTrailEvent: JSON.stringify({
    requestParameters: { roleArn: principal.arn, roleSessionName: 'nightly', ...requestParameters },
    responseElements: { assumedRoleUser: { arn: SESSION, assumedRoleId: 'AROAEXAMPLE:nightly' } },
    ...more,
  }),
});
const events = (...Events: readonly object[]): Answers => ({ [LOOK_UP]: { Events }, [BY_NAME]: { Events: [] } });

async function collected(answers: Answers, noTrail = false) {
  const gate = fakeGate(answering(ANSWERS, answers));
  const session = openCollectSession({ gate, now: new Date('2026-11-20T10:00:00Z'), organizationAccount: MANAGEMENT });
  const result = await collect({ ...CALL, principal, region: 'eu-central-1' }, { ...session, noTrail });
  const lookedUp = gate.calls.filter(({ name }) => name === 'cloudtrail:LookupEvents');
  return { sessionPolicies: evidenceOf(result)?.sessionPolicies, notes: result.notes.join('\n'), lookedUp };
}

describe('the policies of a session that is named', () => {
  test('are those in its AssumeRole event', async () => {
    const { sessionPolicies, notes } = await collected(events(begun({ policy: NARROW, policyArns: [{ arn: ARN }] })));
    expect(sessionPolicies).toMatchObject({
      kind: 'found',
      value: [
        { name: 'session policy', document: { statements: [{ action: ['s3:ListBucket'] }] } },
        { name: 'Common', arn: ARN, document: { statements: [{ action: ['logs:*'] }] } },
      ],
    });
    expect(notes).toContain('The session policies are those in the `AssumeRole` event of 2026-11-20T09:00:00.000Z.');
    expect(notes).not.toContain('no session policy was passed');
  });

  test('are none where the event shows none, which is then not taken for granted', async () => {
    const { sessionPolicies, notes } = await collected(events(begun({})));
    expect(sessionPolicies).toEqual({ kind: 'absent' });
    expect(notes).toContain('No session policy was passed when the role was assumed, as the `AssumeRole` event of');
  });

  test.each<[string, Answers]>([
    ['there is no event', events()],
    ['CloudTrail may not be asked', { [LOOK_UP]: awsSays('AccessDeniedException', { status: 400 }) }],
    ['it was refused', events(begun({ policy: NARROW }, { errorCode: 'AccessDenied', responseElements: null }))],
    [
      'the event is of another session',
      events(begun({ policy: NARROW }, { responseElements: { assumedRoleUser: { arn: 'x' } } })),
    ],
    ['the event is of another kind', events({ ...begun({ policy: NARROW }), EventName: 'GetCallerIdentity' })],
    ['the event is no JSON', events({ ...begun({}), CloudTrailEvent: '{' })],
  ])('are taken to be none where %s', async (_why, answers) => {
    const { sessionPolicies, notes } = await collected(answers);
    expect(sessionPolicies).toEqual({ kind: 'absent' });
    expect(notes).toContain('Taken for granted: no session policy was passed');
  });

  test('are not known where sessions of one name had different ones', async () => {
    const two = events(begun({ policy: NARROW }), begun({}, {}, '2026-11-20T08:00:00Z'));
    expect((await collected(two)).sessionPolicies).toMatchObject({
      kind: 'unreadable',
      because: expect.stringContaining('sessions of this name were begun with different session policies'),
    });
  });

  test('that do not parse say so', async () => {
    expect((await collected(events(begun({ policy: '{"Statement":1}' })))).sessionPolicies).toMatchObject({
      kind: 'found',
      value: [{ document: { kind: 'unreadable', because: expect.stringContaining('session policy') } }],
    });
  });

  test('are found by the name of the session, where its event is not listed under its ARN', async () => {
    const answers = { ...events(), [BY_NAME]: { Events: [begun({ policy: NARROW })] } };
    expect((await collected(answers)).sessionPolicies).toMatchObject({ kind: 'found', value: [{}] });
  });

  test('are not those of another session of the name, which only its ARN tells', async () => {
    const other = { responseElements: { assumedRoleUser: { arn: SESSION.replace('reports', 'web') } } };
    const answers = { ...events(), [BY_NAME]: { Events: [begun({ policy: NARROW }, other)] } };
    expect((await collected(answers)).sessionPolicies).toEqual({ kind: 'absent' });
  });

  test('are said to be taken for none where CloudTrail may not be asked, which is then asked no more', async () => {
    const { notes, lookedUp } = await collected({ [LOOK_UP]: awsSays('AccessDeniedException', { status: 400 }) });
    expect(notes).toContain('could not be read: role `S3AccessDiagnostics` of account 111122223333 was denied');
    expect(lookedUp).toHaveLength(2);
  });

  test('are looked for where the call was made and in the home region of IAM, in the twelve hours before', async () => {
    const { lookedUp } = await collected(events());
    expect(lookedUp.slice(0, 2).map(({ account, region }) => [account, region])).toEqual([
      [CALLER, 'us-east-1'],
      [CALLER, 'eu-central-1'],
    ]);
    expect(lookedUp[0]?.input).toMatchObject({ StartTime: new Date('2026-11-19T22:00:00Z') });
  });

  test('are said to be looked for among the newest, where more events bear the name', async () => {
    const other = { responseElements: { assumedRoleUser: { arn: 'x' } } };
    const { notes } = await collected({
      [LOOK_UP]: { Events: [] },
      [BY_NAME]: { Events: [begun({}, other)], NextToken: 'more' },
    });
    expect(notes).toContain(
      'no `AssumeRole` event of the session was found among the newest events of its name in Cloud',
    );
  });

  test('may be those of a later event, where one region could not be read', async () => {
    const answer = answering(ANSWERS, events(begun({ policy: NARROW })));
    const gate = fakeGate((call) => {
      if (call.name === 'cloudtrail:LookupEvents' && call.region === 'us-east-1')
        throw awsSays('AccessDeniedException', { status: 400 });
      return answer(call);
    });
    const session = openCollectSession({ gate, now: new Date('2026-11-20T10:00:00Z') });
    const { notes } = await collect({ ...CALL, principal, region: 'eu-central-1' }, session);
    expect(notes.join('\n')).toMatch(
      /The session policies are those in .*; whether there is a later one could not be read: .* was denied/,
    );
  });

  test('are not looked for where CloudTrail is left alone', async () => {
    const { lookedUp, notes } = await collected(events(begun({ policy: NARROW })), true);
    expect(lookedUp).toEqual([]);
    expect(notes).toContain('Taken for granted: no session policy was passed when the role was assumed.');
  });
});
