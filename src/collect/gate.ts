import type { Inputs } from './inputs.ts';
import type { ReadName } from './reads.ts';

/** The account whose credentials are used; `self`: the credentials at hand, as they are. */
export type AccountOrSelf = string;
export const SELF: AccountOrSelf = 'self';

export interface GateCall<N extends ReadName = ReadName> {
  readonly name: N;
  readonly account: AccountOrSelf;
  readonly region: string;
  readonly input: Inputs[N];
}

/** Where AWS is asked: AWS itself, or a snapshot. Only `read` sends through it. */
export interface Gate {
  /** A replay gives every answer at once and the same each time: it is never asked twice. */
  readonly kind: 'live' | 'replay';
  /** AWS's answer as the SDK gives it; rejects with what the SDK throws, or with CannotAssumeRole. */
  send<N extends ReadName>(call: GateCall<N>, signal: AbortSignal): Promise<unknown>;
}

/** The diagnostic role of an account could not be assumed, so nothing can be read there. */
export class CannotAssumeRole extends Error {
  override readonly name = 'CannotAssumeRole';
  readonly account: string;
  readonly roleArn: string;

  constructor(account: string, roleArn: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.account = account;
    this.roleArn = roleArn;
  }
}
