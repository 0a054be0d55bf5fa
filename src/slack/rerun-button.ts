import type { BlockAction } from '@slack/bolt';
import { keyOfRunning, readJobRecord } from '../store/job-record.ts';
import { askerOf } from './asker-of.ts';
import type { BoltApp } from './bolt-app.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { refusedMessage, troubleMessage } from './ephemeral-messages.ts';
import { newJob } from './new-job.ts';
import { respond } from './response-url.ts';
import { sendJob } from './send-job.ts';
import type { SlackPorts } from './slack-ports.ts';

export const RERUN_ACTION = 'rerun';

/** Longer than the longest diagnosis: after it a click counts again, whatever became of the run. */
const RUNNING_SECONDS = 180;
const JOB_ID = /^[0-9a-f]{24}$/;

/**
 * The Re-run button. Its value is a job's id and nothing else: what is asked again is what the store keeps under it, and
 * the person who clicks must be one who may ask.
 */
export function listenForRerun(app: BoltApp, ports: SlackPorts, doorkeeper: Doorkeeper): void {
  app.action<BlockAction>(RERUN_ACTION, async ({ body, action, ack, client }) => {
    await ack();
    const channel = body.channel?.id;
    const jobId = 'value' in action ? action.value : undefined;
    if (channel === undefined || typeof jobId !== 'string' || !JOB_ID.test(jobId)) return;
    const fields = { jobId, userId: body.user.id, teamId: body.user.team_id };
    const say = async (because: string) => {
      const told = await respond(body.response_url, refusedMessage(because), ports);
      ports.log('warn', 're-run refused', { ...fields, because });
      if (told.kind === 'failed')
        ports.log('warn', 'the person could not be told', { ...fields, because: told.because });
    };

    const asker = askerOf(body, channel);
    const may = await doorkeeper(asker, client);
    if (may.kind === 'refused') return say(may.because);

    const record = await readJobRecord(ports.store, jobId);
    if (record === undefined) return say('this answer is too old to be asked again; ask anew');
    if (record.replyTo.channel !== channel && record.place?.channel !== channel)
      return say('this answer belongs to another channel');
    const running = await ports.store.claim(keyOfRunning(jobId), { by: body.user.id }, RUNNING_SECONDS);
    if (running.kind === 'held') return say('it is being checked again already');

    const job = {
      ...newJob(
        record.place === undefined ? 'diagnose' : 'rerun',
        body.trigger_id,
        record.denial,
        {
          channel,
          userId: body.user.id,
          ...(asker.teamId === undefined ? {} : { teamId: asker.teamId }),
          responseUrl: body.response_url,
        },
        ports.now(),
      ),
      rerunOf: jobId,
    };
    if (await sendJob(ports, job)) return;
    await ports.store.delete(keyOfRunning(jobId));
    await respond(body.response_url, troubleMessage(job.id), ports);
  });
}
