import { z } from 'zod';
import type { Unreadable } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import { read } from './read.ts';
import { ListedEvent } from './trail-event.ts';

const Page = z.looseObject({ NextToken: z.string().optional(), Events: z.array(ListedEvent) });

/** A place in CloudTrail's event history and what is looked for there: one attribute at a time, AWS takes no more. */
export interface HistoryQuestion {
  readonly account: string;
  readonly region: string;
  readonly attribute: 'ResourceName' | 'EventName';
  readonly value: string;
}

export interface HistoryAnswer {
  /** Newest first. */
  readonly events: readonly ListedEvent[];
  /** Why there may be more. */
  readonly incomplete?: Unreadable | 'tooMany';
}

const MOST_PAGES = 4;

/**
 * The management events of the time before the session's now. Event history never holds data events such as GetObject.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function lookUpEvents(
  session: CollectSession,
  { account, region, attribute, value }: HistoryQuestion,
  sinceMilliseconds: number,
  mostPages: number = MOST_PAGES,
): Promise<HistoryAnswer> {
  const events: ListedEvent[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await read(session, 'cloudtrail:LookupEvents', {
      account,
      region,
      input: {
        LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
        StartTime: new Date(session.now.getTime() - sinceMilliseconds),
        EndTime: session.now,
        ...(token === undefined ? {} : { NextToken: token }),
      },
      output: Page,
    });
    if (page.kind === 'unreadable') return { events, incomplete: page };
    if (page.kind === 'absent') return { events };
    events.push(...page.value.Events);
    token = page.value.NextToken;
    if (token === undefined) return { events };
  }
  return { events, incomplete: 'tooMany' };
}
