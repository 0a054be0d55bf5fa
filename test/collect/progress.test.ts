import { describe, expect, test } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { type LayerProgress, openCollectSession } from '../../src/collect/collect-session.ts';
import { LAYERS, type Layer } from '../../src/evidence/layers.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { awsSays, fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, CALLER, MANAGEMENT, OWNER } from './small-organization.ts';

/** What was told of each layer, in order; and what the evidence has in the end. */
async function told(call: Partial<S3Call> = {}, answers: Answers = {}, milliseconds = 0) {
  const seen: LayerProgress[] = [];
  const session = openCollectSession({
    gate: fakeGate(answering(ANSWERS, answers), milliseconds),
    now: new Date('2026-11-20T10:00:00Z'),
    organizationAccount: MANAGEMENT,
    onProgress: (progress) => seen.push(progress),
  });
  const { requests } = await collect({ ...CALL, ...call }, session);
  const of = (layer: Layer) => seen.filter((one) => one.layer === layer).map(({ state }) => state);
  const evidence = (layer: Layer) =>
    requests.map(({ evidence: read, request }) =>
      request.action.startsWith('kms:') === (layer === 'keyPolicy') ? read[layer].kind : undefined,
    );
  return { seen, of, evidence };
}

const AP = { kind: 'accessPoint' as const, name: 'finance', account: CALLER, region: 'eu-central-1', partition: 'aws' };
const THROUGH: Answers = {
  [`${CALLER} s3control:GetAccessPoint ${CALLER} finance`]: {
    Bucket: 'ledger',
    BucketAccountId: OWNER,
    NetworkOrigin: 'Internet',
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    },
  },
  [`${CALLER} s3control:GetAccessPointPolicy ${CALLER} finance`]: awsSays('NoSuchAccessPointPolicy', { status: 404 }),
  [`${CALLER} s3control:GetAccessPointPolicyStatus ${CALLER} finance`]: awsSays('NoSuchAccessPointPolicy'),
};

describe('progress', () => {
  test.each(LAYERS)('of %s is told when it begins and when it is there, with what came of it', async (layer) => {
    const { of, evidence } = await told({ target: AP }, THROUGH);
    expect(of(layer)[0]).toBe('reading');
    expect(of(layer).length).toBe(2);
    expect(evidence(layer)).toContain(of(layer)[1]);
  });

  test('says of a layer that could not be read that it could not', async () => {
    const denied = awsSays('AccessDenied', { status: 403 });
    const { of } = await told({}, { [`${OWNER} s3:GetBucketPolicy ledger`]: denied });
    expect(of('bucketPolicy')).toEqual(['reading', 'unreadable']);
  });

  test('is told layer by layer while others are still being read', async () => {
    const { seen } = await told({}, {}, 2);
    const isOver = ({ state }: LayerProgress) => state !== 'reading';
    const first = seen.findIndex(isOver);
    const last = seen.findLastIndex(isOver);
    const organization = seen.findIndex(({ layer, state }) => layer === 'serviceControlPolicies' && state === 'found');
    expect(first).toBeLessThan(organization);
    expect(organization).toBeLessThanOrEqual(last);
  });
});
