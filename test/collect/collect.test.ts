import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { type CollectOptions, openCollectSession, openReplaySession } from '../../src/collect/collect-session.ts';
import { CannotAssumeRole } from '../../src/collect/gate.ts';
import type { Collected } from '../../src/evidence/collected.ts';
import { LAYERS, type Layer } from '../../src/evidence/layers.ts';
import { parseSnapshot } from '../../src/evidence/snapshot.ts';
import { contextValue } from '../../src/request/condition-context.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { IN_TIME_MILLISECONDS } from '../in-time.ts';
import { awsSays, fakeGate, isRead, type Respond, spokenCall, waveGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, CALLER, KEY, MANAGEMENT, OWNER } from './small-organization.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const sessionOf = (respond: Respond, options: Partial<CollectOptions> = {}) =>
  openCollectSession({ gate: fakeGate(respond), now: NOW, organizationAccount: MANAGEMENT, ...options });
const collected = (answers: Answers = {}, call: S3Call = CALL) => collect(call, sessionOf(answering(ANSWERS, answers)));

const kinds = ({ requests }: Collected, index = 0): Partial<Record<Layer, string>> => {
  const evidence = requests[index]?.evidence;
  return evidence === undefined ? {} : Object.fromEntries(LAYERS.map((layer) => [layer, evidence[layer].kind]));
};

const EVERYTHING = {
  identityPolicies: 'found',
  permissionsBoundary: 'found',
  sessionPolicies: 'absent',
  serviceControlPolicies: 'found',
  resourceControlPolicies: 'found',
  vpcEndpointPolicy: 'absent',
  accessPointPolicy: 'absent',
  bucketPolicy: 'found',
  blockPublicAccess: 'found',
  objectOwnership: 'found',
  keyPolicy: 'absent',
};

describe('a call of which everything can be read', () => {
  test('has every layer', async () => expect(kinds(await collected())).toEqual(EVERYTHING));

  test('asks for what it addresses, with the whole ARN of the caller', async () => {
    const { requests, ...rest } = await collected();
    expect(
      requests.map(({ request: { action, resource, resourceAccount } }) => [action, resource, resourceAccount]),
    ).toEqual([
      ['s3:GetObject', 'arn:aws:s3:::ledger/2026/10.csv', OWNER],
      ['kms:Decrypt', KEY, OWNER],
    ]);
    expect(rest).toMatchObject({
      bucket: 'ledger',
      bucketAccount: OWNER,
      region: 'eu-central-1',
      principalArn: `arn:aws:iam::${CALLER}:role/finance/reports`,
    });
  });

  test('has a KMS request that knows nothing of the bucket', async () => {
    expect(kinds(await collected(), 1)).toEqual({
      ...EVERYTHING,
      bucketPolicy: 'absent',
      blockPublicAccess: 'absent',
      objectOwnership: 'absent',
      keyPolicy: 'found',
    });
  });

  test.each<[string, string[] | 'absent']>([
    ['aws:PrincipalTag/Team', ['finance']],
    ['aws:PrincipalOrgID', ['o-a1b2c3d4e5']],
    ['aws:PrincipalOrgPaths', ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/']],
    ['aws:ResourceOrgPaths', ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/']],
    ['aws:SourceIp', ['203.0.113.7']],
    ['aws:SourceVpce', 'absent'],
    ['aws:CurrentTime', ['2026-11-20T10:00:00.000Z']],
    ['aws:RequestedRegion', ['eu-central-1']],
  ])('knows %s', async (key, values) => {
    const [first] = (await collected()).requests;
    const value = first === undefined ? undefined : contextValue(first.request.context, key);
    expect(value).toEqual(values === 'absent' ? { kind: 'absent' } : { kind: 'known', values });
  });

  test('gives word of every layer, first that it is read, then what came of it', async () => {
    const told = new Map<Layer, string[]>();
    const onProgress: CollectOptions['onProgress'] = ({ layer, state }) =>
      told.set(layer, [...(told.get(layer) ?? []), state]);
    await collect(CALL, sessionOf(answering(ANSWERS), { onProgress }));
    expect([...told.values()].every(([first, last]) => first === 'reading' && last !== 'reading')).toBe(true);
    expect(told.get('bucketPolicy')).toEqual(['reading', 'found']);
  });
});

describe('what cannot be read costs only itself', () => {
  const denied = awsSays('AccessDenied', { status: 403 });
  test.each<[string, Answers, Partial<typeof EVERYTHING>]>([
    ['the bucket policy', { [`${OWNER} s3:GetBucketPolicy ledger`]: denied }, { bucketPolicy: 'unreadable' }],
    [
      'the ownership controls',
      { [`${OWNER} s3:GetBucketOwnershipControls ledger`]: denied },
      { objectOwnership: 'unreadable' },
    ],
    [
      'both lists of policies',
      {
        [`${CALLER} iam:ListRolePolicies reports`]: denied,
        [`${CALLER} iam:ListAttachedRolePolicies reports`]: denied,
      },
      { identityPolicies: 'unreadable' },
    ],
    ['the role itself', { [`${CALLER} iam:GetRole reports`]: denied }, { permissionsBoundary: 'unreadable' }],
    ['one list of policies', { [`${CALLER} iam:ListRolePolicies reports`]: denied }, {}],
    ['the block of the account', { [`${OWNER} s3control:GetPublicAccessBlock ${OWNER}`]: denied }, {}],
    [
      'both blocks',
      {
        [`${OWNER} s3control:GetPublicAccessBlock ${OWNER}`]: denied,
        [`${OWNER} s3:GetPublicAccessBlock ledger`]: denied,
      },
      { blockPublicAccess: 'unreadable' },
    ],
    ['whether the policy is public', { [`${OWNER} s3:GetBucketPolicyStatus ledger`]: denied }, {}],
  ])('%s', async (_sentence, answers, differing) => {
    expect(kinds(await collected(answers))).toEqual({ ...EVERYTHING, ...differing });
  });

  test('a role that is not there leaves its side unread, and is named', async () => {
    const result = await collected({
      [`${CALLER} iam:GetRole reports`]: awsSays('NoSuchEntityException', { status: 404 }),
    });
    expect(kinds(result)).toMatchObject({ identityPolicies: 'unreadable', permissionsBoundary: 'unreadable' });
    expect(result.notes).toContain(
      `account ${CALLER} has no role \`reports\`: it was deleted, or its name or account is another.`,
    );
  });

  test('an account without the diagnostic role leaves its side unread', async () => {
    const answer = answering(ANSWERS);
    const refusal = new CannotAssumeRole(OWNER, `arn:aws:iam::${OWNER}:role/S3AccessDiagnostics`, denied);
    const respond: Respond = (call) => {
      if (call.account === OWNER) throw refusal;
      return answer(call);
    };
    const result = await collect({ ...CALL, bucketAccount: OWNER }, sessionOf(respond));
    expect(kinds(result)).toMatchObject({ bucketPolicy: 'unreadable', identityPolicies: 'found' });
    expect(result.requests[0]?.evidence.bucketPolicy).toMatchObject({ needs: 'sts:AssumeRole', account: OWNER });
  });

  test('a key that cannot be found out leaves the KMS request open, not out', async () => {
    const result = await collected({ [`${OWNER} s3:GetBucketEncryption ledger`]: denied });
    expect(result.requests.map(({ request }) => request.action)).toEqual(['s3:GetObject', 'kms:Decrypt']);
    expect(kinds(result, 1)).toMatchObject({
      keyPolicy: 'unreadable',
      identityPolicies: 'unreadable',
      bucketPolicy: 'absent',
    });
  });

  test('a bucket that is nowhere leaves its side unread, and asks for its account', async () => {
    const result = await collected({ [`${OWNER} s3:ListBuckets ledger`]: { Buckets: [] } });
    expect(result.bucketAccount).toBeNull();
    expect(kinds(result)).toMatchObject({
      bucketPolicy: 'unreadable',
      identityPolicies: 'found',
      serviceControlPolicies: 'found',
    });
    expect(result.requests[0]?.evidence.bucketPolicy).toMatchObject({
      because:
        'bucket `ledger` is in no account whose buckets could be listed; not listed: 777788889999 (suspended or closed: AWS answers nobody for them); say which with `--bucket-account`',
    });
  });

  test('a bucket that does not exist is said not to', async () => {
    const result = await collected({
      'self s3:HeadBucket ledger': awsSays('NotFound', { status: 404 }),
      [`${OWNER} s3:ListBuckets ledger`]: { Buckets: [] },
    });
    expect(result.notes).toContain('There is no bucket `ledger`: S3 answers 404 NoSuchBucket for it, not 403.');
  });

  test('an object that does not exist is said not to', async () => {
    const result = await collected({
      [`${OWNER} s3:ListObjectsV2 ledger 2026/10.csv`]: { Contents: [{ Key: '2026/10.csv.gz' }] },
    });
    expect(result.notes.join()).toContain('There is no object `2026/10.csv` in the bucket');
  });
});

describe('time', () => {
  test('calls run as soon as what they need is known', async () => {
    const gate = waveGate(answering(ANSWERS));
    const session = openCollectSession({ gate, now: NOW, organizationAccount: MANAGEMENT });
    await collect({ ...CALL, bucketAccount: OWNER }, session);
    // ListParents up to the root, the policies of each level, DescribePolicy: nothing else takes longer.
    expect(gate.waves.map((wave) => wave.length)).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      1,
    ]);
    expect(gate.waves.at(-1)).toEqual([`${MANAGEMENT} organizations:DescribePolicy p-guard`]);
  });

  test('finding the owner of a bucket in another account costs one wave more', async () => {
    const gate = waveGate(answering(ANSWERS));
    await collect(CALL, openCollectSession({ gate, now: NOW, organizationAccount: MANAGEMENT }));
    expect(gate.waves).toHaveLength(5);
  });

  test('a bucket of which everything was said is not looked for', async () => {
    const gate = fakeGate(answering(ANSWERS));
    const said = { ...CALL, bucketAccount: OWNER, region: 'eu-central-1' };
    const result = await collect(said, openCollectSession({ gate, now: NOW, organizationAccount: MANAGEMENT }));
    expect(gate.calls.filter((call) => isRead(call, 's3:HeadBucket', 's3:ListBuckets'))).toEqual([]);
    expect(result).toMatchObject({ bucketAccount: OWNER, region: 'eu-central-1' });
  });

  test('one call that never ends costs its own layer alone', async () => {
    const gate = fakeGate(answering(ANSWERS), (call) => (call.name === 's3:GetBucketPolicy' ? 60_000 : 0));
    const started = performance.now();
    const result = await collect(
      CALL,
      openCollectSession({ gate, now: NOW, organizationAccount: MANAGEMENT, budgetMilliseconds: 500 }),
    );
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
    expect(kinds(result)).toEqual({ ...EVERYTHING, bucketPolicy: 'unreadable' });
  });

  test('an AWS that never answers is told of in time', async () => {
    const gate = fakeGate(answering(ANSWERS), 60_000);
    const started = performance.now();
    const result = await collect(CALL, openCollectSession({ gate, now: NOW, budgetMilliseconds: 400 }));
    expect(performance.now() - started).toBeLessThan(IN_TIME_MILLISECONDS);
    expect(kinds(result)).toMatchObject({ bucketPolicy: 'unreadable', identityPolicies: 'unreadable' });
  });
});

const FAULTS: Readonly<Record<string, (account: string) => unknown>> = {
  denied: () => awsSays('AccessDenied', { status: 403 }),
  expired: () => awsSays('ExpiredToken', { status: 400 }),
  malformed: () => ({ Roles: 'none', Policy: '{"Version":', Policies: 7, Buckets: 'none' }),
  empty: () => undefined,
  gone: () => awsSays('NoSuchEntityException', { status: 404 }),
  unassumable: (account) => new CannotAssumeRole(account, `arn:aws:iam::${account}:role/x`, awsSays('AccessDenied')),
  rejected: () => awsSays('ValidationError', { status: 400 }),
};

/** What was read, without where the time went. */
const told = (result: Collected) =>
  JSON.parse(JSON.stringify(result, (_key, value) => (value instanceof Map ? [...value] : value)));

describe('with any faults whatsoever', () => {
  const faults = fc.dictionary(fc.constantFrom(...Object.keys(ANSWERS)), fc.constantFrom(...Object.keys(FAULTS)), {
    maxKeys: 12,
    noNullPrototype: true,
  });
  const faulty = (which: Readonly<Record<string, string>>): Respond => {
    const answer = answering(ANSWERS);
    return (call) => {
      const fault = FAULTS[which[spokenCall(call)] ?? '']?.(call.account);
      if (fault instanceof Error) throw fault;
      return which[spokenCall(call)] === undefined ? answer(call) : fault;
    };
  };

  test('there is one answer, and a replay of its recording is the same answer', async () => {
    await fc.assert(
      fc.asyncProperty(faults, async (which) => {
        const session = sessionOf(faulty(which), { budgetMilliseconds: 5_000 });
        const result = await collect(CALL, session);
        const parsed = parseSnapshot(JSON.stringify(session.snapshot()));
        if (parsed.kind === 'malformed') throw new Error(parsed.because);
        const replayed = await collect(CALL, openReplaySession(parsed.snapshot));
        expect(told(replayed)).toEqual(told(result));
      }),
      { numRuns: 60 },
    );
  });

  test('each read in turn with each fault: what was read of the other layers stays as it was', async () => {
    const whole = told(await collect({ ...CALL, bucketAccount: OWNER }, sessionOf(answering(ANSWERS))));
    for (const key of Object.keys(ANSWERS)) {
      for (const fault of Object.keys(FAULTS)) {
        const result = told(await collect({ ...CALL, bucketAccount: OWNER }, sessionOf(faulty({ [key]: fault }))));
        const [s3] = result.requests;
        // A fault may leave a layer unread in whole or part, but a policy that was read is a policy that is there.
        for (const layer of LAYERS) {
          const reading = s3.evidence[layer];
          if (reading.kind === 'found' || reading.kind === 'unreadable') continue;
          expect([layer, key, fault, whole.requests[0].evidence[layer].kind]).toEqual([layer, key, fault, 'absent']);
        }
      }
    }
  }, 60_000);
});
