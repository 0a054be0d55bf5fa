import { z } from 'zod';
import { errorWords } from '../lambda/log.ts';
import { fromCloudTrailEvent } from '../request/from-cloudtrail-event.ts';
import type { NamedPrincipal } from '../request/s3-call.ts';
import { newJob } from '../slack/new-job.ts';
import type { AlertPorts } from './alert-ports.ts';
import { closeWindow, countDenial, IN_HAND_SECONDS, keepWindow, openWindow } from './alert-window.ts';
import { fingerprint } from './fingerprint.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html */
const CloudTrailEvent = z.object({
  id: z.string(),
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  detail: z.looseObject({
    eventID: z.string().optional(),
    /** The same in the events that the caller's and the bucket owner's accounts get of one call. */
    sharedEventID: z.string().optional(),
    eventTime: z.string().optional(),
  }),
});

/** What became of an event, for the log and the tests. */
export type AlertOutcome =
  | { readonly kind: 'told' | 'counted'; readonly jobId: string }
  | { readonly kind: 'ignored'; readonly because: string };

export type AlertHandler = (event: unknown) => Promise<AlertOutcome>;

/** EventBridge delivers at least once. */
const REMEMBER_SECONDS = 24 * 3600;
/** The count in a posted alert lags by this much at most, however many denials come. */
const COUNT_DELAY_SECONDS = 30;

/**
 * The function behind the event rule. An event that is no denial, or that cannot be read, is logged and forgotten: it would
 * be the same on the next try. Throws when the store or the queue fails, so that EventBridge delivers the event again.
 */
export function createAlertHandler(ports: AlertPorts): AlertHandler {
  const ignored = (level: 'info' | 'error', because: string, eventId?: string): AlertOutcome => {
    ports.log(level, 'event ignored', { because, eventId });
    return { kind: 'ignored', because };
  };

  return async (event) => {
    const envelope = CloudTrailEvent.safeParse(event);
    if (!envelope.success)
      return ignored('error', `it is no CloudTrail event: ${z.prettifyError(envelope.error).replaceAll('\n', ' ')}`);
    const { id, detail } = envelope.data;
    const eventId = detail.sharedEventID ?? detail.eventID ?? id;
    const parsed = fromCloudTrailEvent(detail);
    if (parsed.kind === 'invalid') return ignored('error', parsed.because, eventId);
    if (parsed.kind === 'notDenied') return ignored('info', parsed.because, eventId);
    const { denial } = parsed;
    if (isOwn(denial.call.principal, ports.ownRoles)) return ignored('info', 'it was the bot’s own look', eventId);

    const eventKey = `event#${eventId}`;
    if ((await ports.store.claim(eventKey, {}, IN_HAND_SECONDS)).kind === 'held')
      return ignored('info', 'it was seen before', eventId);
    try {
      const outcome = await fold();
      await ports.store.put(eventKey, {}, REMEMBER_SECONDS);
      return outcome;
    } catch (error) {
      ports.log('error', 'the event could not be taken in', { because: errorWords(error), eventId });
      await ports.store.delete(eventKey).catch(() => undefined);
      throw error;
    }

    async function fold(): Promise<AlertOutcome> {
      const kind = fingerprint(denial.call);
      const at = denial.at ?? detail.eventTime ?? ports.now().toISOString();
      const job = { ...newJob('alert', eventId, denial, { channel: ports.channel }, ports.now()), fingerprint: kind };
      const window = await openWindow(ports.store, kind, job.id, ports.windowSeconds);
      if (window.kind === 'opened') {
        await countDenial(ports.store, job.id, at);
        await ports.queue.send(job).catch(async (error: unknown) => {
          await closeWindow(ports.store, kind);
          throw error;
        });
        await keepWindow(ports.store, kind, job.id, ports.windowSeconds);
        ports.log('info', 'alert queued', { jobId: job.id, fingerprint: kind, eventId });
        return { kind: 'told', jobId: job.id };
      }
      const { jobId } = window;
      const count = await countDenial(ports.store, jobId, at);
      const due = await ports.store.claim(`alertCountDue#${jobId}`, {}, COUNT_DELAY_SECONDS);
      if (due.kind === 'claimed')
        await ports.queue.send(
          {
            ...newJob('count', eventId, denial, { channel: ports.channel }, ports.now()),
            rerunOf: jobId,
            fingerprint: kind,
          },
          { delaySeconds: COUNT_DELAY_SECONDS },
        );
      ports.log('info', 'denial counted', { jobId, fingerprint: kind, eventId, count });
      return { kind: 'counted', jobId };
    }
  };
}

function isOwn(principal: NamedPrincipal, ownRoles: readonly string[]): boolean {
  return principal.kind === 'role' && ownRoles.includes(principal.arn.split('/').at(-1) ?? '');
}
