import type { Diagnosis } from '../explain/diagnosis.ts';
import { askedCall } from '../render/asked-call.ts';
import { renderJson } from '../render/json.ts';
import { renderChecking } from '../render/slack/root-message.ts';
import { renderCausesAndChanges, renderLadder } from '../render/slack/thread-messages.ts';
import { type JobRecord, keepJobRecord, newJobRecord, type Place, readJobRecord } from '../store/job-record.ts';
import { answerEphemerally, pointToDirectMessage } from './answer-ephemerally.ts';
import { type Desk, finished, idsOf, type Outcome, partsOf, postParts } from './desk.ts';
import { diagnoseAloud } from './diagnose-aloud.ts';
import { findPlace } from './find-place.ts';
import { packDiagnosis } from './packed-diagnosis.ts';
import { answerRoot, brokenRoot, firstDenial } from './root-messages.ts';
import { updateRoot } from './update-root.ts';

/** Answers a question or an alert: the root message first, then the verdict in its place, then the thread. */
export async function answerQuestion(desk: Desk): Promise<Outcome> {
  const { job, ports } = desk;
  const known = await readJobRecord(ports.store, job.id);
  if (known?.state === 'done') return finished;
  const record = known ?? newJobRecord(job);
  if (record.place !== undefined) return answerAt(desk, record.place, record);

  await keepJobRecord(ports.store, job.id, record);
  const askedBy = job.replyTo.userId ?? null;
  const [checking] = renderChecking(askedCall(job.denial.call), { askedBy, progress: [] });
  if (checking === undefined) throw new Error('there is no message to begin with');
  const found = await findPlace(job, checking, { store: ports.store, conversation: desk.conversation });
  if (found.kind === 'later') return found;
  if (found.kind === 'nowhere') return answerNowhere(desk, record, found.because);
  const placed = { ...record, place: found.place };
  await keepJobRecord(ports.store, job.id, placed);
  if (found.why !== null) await pointToDirectMessage(desk, found.why);
  return answerAt(desk, found.place, placed);
}

async function answerAt(desk: Desk, place: Place, record: JobRecord): Promise<Outcome> {
  const { job, ports } = desk;
  const attempt = await diagnoseAloud(desk, place, (diagnosis) => prepareAnswer(desk, diagnosis));
  if (attempt.kind === 'broke') {
    await updateRoot(desk, place, brokenRoot(job, ports.now(), desk.lastReceive));
    await keepJobRecord(ports.store, job.id, { ...record, state: 'failed' });
    return { kind: 'failed', because: attempt.because };
  }
  const { root, ladder, causes, checkedAt, packed, decision } = attempt.answer;
  const shown = await updateRoot(desk, place, root);
  if (shown.kind !== 'finished') return shown;
  const parts = [...partsOf('ladder', ladder), ...partsOf('causes', causes)];
  const posted = await postParts(desk, place, parts, record);
  if (posted.kind !== 'posted') return posted;
  await keepJobRecord(ports.store, job.id, {
    ...posted.record,
    state: 'done',
    checkedAt,
    ...(packed === undefined ? {} : { diagnosis: packed }),
  });
  ports.log('info', 'answered', { ...idsOf(desk), verdict: decision });
  return finished;
}

async function answerNowhere(desk: Desk, record: JobRecord, why: string): Promise<Outcome> {
  const { job, ports } = desk;
  ports.log('warn', 'the app cannot post there', { ...idsOf(desk), because: why });
  const attempt = await diagnoseAloud(desk, undefined, (diagnosis) => prepareAnswer(desk, diagnosis));
  if (attempt.kind === 'broke') {
    await answerEphemerally(desk, brokenRoot(job, ports.now(), desk.lastReceive), why);
    return { kind: 'failed', because: attempt.because };
  }
  const { root, ladder, causes, decision } = attempt.answer;
  const told = await answerEphemerally(desk, [...root, ...ladder, ...causes], why);
  if (told.kind === 'failed') return { kind: 'failed', because: `${why}; ${told.because}` };
  await keepJobRecord(ports.store, job.id, { ...record, state: 'done' });
  ports.log('info', 'answered to one person', { ...idsOf(desk), verdict: decision });
  return finished;
}

async function prepareAnswer({ job, ports }: Desk, diagnosis: Diagnosis) {
  const checkedAt = ports.now().toISOString();
  return {
    root: await answerRoot(diagnosis, job, ports.store, { checkedAt, firstAt: firstDenial(job) }),
    ladder: renderLadder(diagnosis),
    causes: renderCausesAndChanges(diagnosis),
    checkedAt,
    packed: packDiagnosis(renderJson(diagnosis)),
    decision: diagnosis.decision,
  };
}
