import { collect } from '../../src/collect/collect.ts';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import type { Collected } from '../../src/evidence/collected.ts';
import type { S3Call } from '../../src/request/s3-call.ts';
import { fakeGate } from './fake-gate.ts';
import { ANSWERS, type Answers, answering, CALL, MANAGEMENT } from './small-organization.ts';

/** What is collected for a call in the small organization, with some of its answers changed. */
export async function collectWith(call: Partial<S3Call>, answers: Answers = {}): Promise<Collected> {
  const gate = fakeGate(answering(ANSWERS, answers));
  const session = openCollectSession({ gate, now: new Date('2026-11-20T10:00:00Z'), organizationAccount: MANAGEMENT });
  return collect({ ...CALL, ...call }, session);
}

export const evidenceOf = ({ requests }: Collected, index = 0) => requests[index]?.evidence;
