import { z } from 'zod';

const ListedAccount = z.strictObject({ id: z.string().regex(/^\d{12}$/), state: z.string() });
const Tally = z.strictObject({
  accounts: z.number(),
  closed: z.number(),
  unread: z.number(),
  someUnread: z.array(z.string()),
  buckets: z.number(),
  accessPoints: z.number(),
});
/** What an inventory has seen so far. */
export type Tally = Readonly<z.infer<typeof Tally>>;
export const NOTHING_YET: Tally = { accounts: 0, closed: 0, unread: 0, someUnread: [], buckets: 0, accessPoints: 0 };

const Continuation = z.strictObject({
  schemaVersion: z.literal(1),
  /** Names the inventory; `leg` counts the invocations that it took so far. */
  run: z.string().min(1),
  leg: z.number().int().nonnegative(),
  startedAt: z.string(),
  /** `accounts`: only some, named by who asked. */
  scope: z.enum(['organization', 'accounts']),
  pending: z.array(ListedAccount),
  list: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('start') }),
    z.strictObject({ kind: z.literal('next'), token: z.string() }),
    z.strictObject({ kind: z.literal('end') }),
  ]),
  tally: Tally,
});
/** Where an inventory stands: what the next invocation goes on from. */
export type Continuation = Readonly<z.infer<typeof Continuation>>;

const Payload = z.looseObject({
  /** Only these accounts, e.g. one that got its diagnostic role just now. */
  accounts: z
    .array(z.string().regex(/^\d{12}$/, 'must be account ids of 12 digits'))
    .min(1)
    .optional(),
});

export type ParsedTask =
  | { readonly kind: 'task'; readonly task: Continuation }
  | { readonly kind: 'invalid'; readonly because: string };

/** A message that an earlier invocation sent. */
export function parseContinuation(body: string): ParsedTask {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { kind: 'invalid', because: 'the message is not JSON' };
  }
  const parsed = Continuation.safeParse(json);
  return parsed.success ? { kind: 'task', task: parsed.data } : invalid(parsed.error);
}

/** An inventory from its beginning: of the whole organization, or of the accounts that the payload names. */
export function newTask(payload: unknown, run: string, now: Date): ParsedTask {
  const parsed = Payload.safeParse(payload ?? {});
  if (!parsed.success) return invalid(parsed.error);
  const named = parsed.data.accounts;
  const common = { schemaVersion: 1, run, leg: 0, startedAt: now.toISOString(), tally: NOTHING_YET } as const;
  if (named === undefined) {
    return { kind: 'task', task: { ...common, scope: 'organization', pending: [], list: { kind: 'start' } } };
  }
  const pending = [...new Set(named)].map((id) => ({ id, state: 'ACTIVE' }));
  return { kind: 'task', task: { ...common, scope: 'accounts', pending, list: { kind: 'end' } } };
}

const invalid = (error: z.ZodError): ParsedTask => ({
  kind: 'invalid',
  because: z.prettifyError(error).replaceAll('\n', ' '),
});
