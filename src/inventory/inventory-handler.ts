import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ParsedTask } from './continuation.ts';
import { newTask, parseContinuation } from './continuation.ts';
import type { InventoryPorts } from './inventory-ports.ts';
import { type InventoryOutcome, takeInventory } from './take-inventory.ts';

/** What Lambda tells of an invocation. */
export interface Invocation {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis(): number;
}

/** One message of the function's own queue, or nothing of the kind: a schedule's event, or a person's payload. */
const Messages = z.looseObject({
  Records: z.array(z.looseObject({ eventSource: z.literal('aws:sqs'), body: z.string() })).length(1),
});

export type InventoryHandler = (event: unknown, invocation: Invocation) => Promise<InventoryOutcome>;

/**
 * So long before the end nothing new is begun: an account that was begun has ACCOUNT_MILLISECONDS, and then its entries are
 * written.
 */
const SPARE_MILLISECONDS = 75_000;
export const ACCOUNT_MILLISECONDS = 25_000;

/** The function behind the schedule and its own queue. Throws for a payload that is none, and where the store or the queue fails. */
export function createInventoryHandler(ports: InventoryPorts): InventoryHandler {
  return async (event, invocation) => {
    const left = () => invocation.getRemainingTimeInMillis();
    const messages = Messages.safeParse(event);
    const [message] = messages.success ? messages.data.Records : [];
    // A retry of the same invocation has the same id.
    const parsed: ParsedTask =
      message === undefined
        ? newTask(event, invocation.awsRequestId ?? randomUUID(), ports.now())
        : parseContinuation(message.body);
    if (parsed.kind === 'invalid') {
      ports.log('error', 'inventory refused', { because: parsed.because });
      throw new TypeError(`that is no inventory: ${parsed.because}`);
    }
    const spare = Math.min(SPARE_MILLISECONDS, left() / 2);
    return takeInventory(parsed.task, () => left() < spare, ports);
  };
}
