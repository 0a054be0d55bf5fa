import type { MessageShortcut } from '@slack/bolt';
import { fromErrorMessage } from '../request/from-error-message.ts';
import { askerOf } from './asker-of.ts';
import type { BoltApp } from './bolt-app.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { noErrorTextMessage, refusedMessage, takenMessage, troubleMessage } from './ephemeral-messages.ts';
import { newJob } from './new-job.ts';
import { type EphemeralMessage, respond } from './response-url.ts';
import { sendJob } from './send-job.ts';
import type { SlackPorts } from './slack-ports.ts';

export const DIAGNOSE_SHORTCUT = 'diagnose_s3_403';

/** "Diagnose this S3 403" in the menu of a message with AWS's error text: answered in the message's thread. */
export function listenForShortcut(app: BoltApp, ports: SlackPorts, doorkeeper: Doorkeeper): void {
  app.shortcut<MessageShortcut>(
    { callback_id: DIAGNOSE_SHORTCUT, type: 'message_action' },
    async ({ body, ack, client }) => {
      await ack();
      const say = async (message: EphemeralMessage) => {
        const told = await respond(body.response_url, message, ports);
        if (told.kind === 'failed')
          ports.log('warn', 'the person could not be told', { userId: body.user.id, because: told.because });
      };
      const asker = askerOf(body, body.channel.id);
      const may = await doorkeeper(asker, client);
      if (may.kind === 'refused') {
        ports.log('warn', 'question refused', { userId: body.user.id, teamId: asker.teamId, because: may.because });
        return say(refusedMessage(may.because));
      }
      const parsed = fromErrorMessage(body.message.text ?? '');
      if (parsed.kind === 'invalid') return say(noErrorTextMessage(parsed, ports.command));

      const job = newJob(
        'diagnose',
        body.trigger_id,
        parsed.denial,
        {
          channel: body.channel.id,
          threadTs: body.message.thread_ts ?? body.message.ts,
          userId: body.user.id,
          ...(asker.teamId === undefined ? {} : { teamId: asker.teamId }),
          responseUrl: body.response_url,
        },
        ports.now(),
      );
      await say((await sendJob(ports, job)) ? takenMessage(parsed.denial) : troubleMessage(job.id));
    },
  );
}
