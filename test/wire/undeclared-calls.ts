import { z } from 'zod';
import { permissionOf } from '../../src/collect/permissions.ts';
import { READ_NAMES, type ReadName } from '../../src/collect/reads.ts';
import type { WireExchange } from './wire-tap.ts';

export interface Permitted {
  /** What the program may call here, beside what its roles' sessions are narrowed to. */
  readonly reads: readonly ReadName[];
  /** Calls of its own household: its table and its queues. */
  readonly household?: RegExp;
  /** Somebody said that the object itself may be looked at. */
  readonly looksAtObject?: boolean;
}

/** What the credentials at hand are used for; the rest is read with a role's. */
const AT_HAND: readonly string[] = ['sts:AssumeRole', 'sts:GetCallerIdentity', 's3:HeadBucket'];
/** What the organization is asked with the credentials at hand, where no account is said that reads it. */
const OF_ORGANIZATION = /^organizations:/;

/**
 * Every request that the program had no business to make, in words: one that is no declared read, that asks for an object's
 * content, or that the session policy which its own credentials came with does not allow.
 */
export function undeclaredCalls(exchanges: readonly WireExchange[], permitted: Permitted): readonly string[] {
  const { household, looksAtObject = false } = permitted;
  const sessions = new Map(exchanges.flatMap(sessionBegun));
  return exchanges.flatMap(({ call, accessKeyId, line }) => {
    if (household?.test(call) === true) return [];
    const read = READ_NAMES.find((name) => name === call);
    if (read === undefined || !permitted.reads.includes(read)) return [`${line}: ${call} is not declared`];
    if (call === 's3:HeadObject' && !looksAtObject) return [`${line}: nobody said that the object may be looked at`];
    const allowed = sessions.get(accessKeyId);
    if (allowed === undefined) {
      return AT_HAND.includes(call) || OF_ORGANIZATION.test(call)
        ? []
        : [`${line}: ${call} was made with the credentials at hand`];
    }
    const needed = permissionOf(read);
    return allowed.includes(needed) || call === 'sts:GetCallerIdentity'
      ? []
      : [`${line}: the session is not narrowed to ${needed}`];
  });
}

/** How many sessions were begun, and with how many different policies: a lane without any proves nothing. */
export const sessionsBegun = (exchanges: readonly WireExchange[]): number => exchanges.flatMap(sessionBegun).length;

const Narrowed = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.tuple([
    z.strictObject({ Effect: z.literal('Allow'), Action: z.array(z.string()), Resource: z.literal('*') }),
  ]),
});

/** The key that AssumeRole answered with, and the actions that its session was narrowed to. */
function sessionBegun({ call, status, body, answer }: WireExchange): readonly (readonly [string, readonly string[]])[] {
  const key = /<AccessKeyId>([^<]+)<\/AccessKeyId>/.exec(answer)?.[1];
  if (call !== 'sts:AssumeRole' || status !== 200 || key === undefined) return [];
  const { Statement } = Narrowed.parse(JSON.parse(new URLSearchParams(body).get('Policy') ?? '{}'));
  return [[key, Statement[0].Action]];
}
