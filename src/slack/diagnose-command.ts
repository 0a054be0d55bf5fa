import { fromArguments } from '../request/from-arguments.ts';
import type { BoltApp } from './bolt-app.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import {
  helpMessage,
  notUnderstoodMessage,
  refusedMessage,
  takenMessage,
  troubleMessage,
} from './ephemeral-messages.ts';
import { newJob } from './new-job.ts';
import { sendJob } from './send-job.ts';
import type { SlackPorts } from './slack-ports.ts';

/** `/s3-403 bucket key role`: answered at once with what becomes of it; the answer itself is the worker's. */
export function listenForCommand(app: BoltApp, ports: SlackPorts, doorkeeper: Doorkeeper): void {
  app.command(ports.command, async ({ command, ack, client }) => {
    const asker = {
      userId: command.user_id,
      teamId: command.team_id,
      enterpriseId: command.is_enterprise_install === 'true' ? command.enterprise_id : undefined,
      channel: command.channel_id,
    };
    const may = await doorkeeper(asker, client);
    if (may.kind === 'refused') {
      ports.log('warn', 'question refused', { userId: asker.userId, teamId: asker.teamId, because: may.because });
      return ack(refusedMessage(may.because));
    }
    if (command.text.trim() === '' || command.text.trim() === 'help') return ack(helpMessage(ports.command));
    const parsed = fromArguments(command.text);
    if (parsed.kind === 'invalid') return ack(notUnderstoodMessage(parsed, ports.command));

    const job = newJob(
      'diagnose',
      command.trigger_id,
      parsed.denial,
      {
        channel: command.channel_id,
        userId: command.user_id,
        teamId: command.team_id,
        responseUrl: command.response_url,
      },
      ports.now(),
    );
    const sent = await sendJob(ports, job);
    return ack(sent ? takenMessage(parsed.denial) : troubleMessage(job.id));
  });
}
