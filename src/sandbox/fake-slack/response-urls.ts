/** Slack takes five answers through a response_url, within 30 minutes. */
const USES = 5;
const LIFETIME_MS = 30 * 60 * 1000;

/** Where an answer through a response_url goes. */
export interface ResponseTarget {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed, for `replace_original` and `delete_original`. */
  readonly messageTs?: string;
}

interface Issued {
  readonly target: ResponseTarget;
  readonly issuedAt: number;
  uses: number;
}

export type Redeemed =
  | { readonly kind: 'accepted'; readonly target: ResponseTarget }
  | { readonly kind: 'refused'; readonly status: number; readonly error: 'used_url' | 'expired_url' | 'no_url' };

/** The response_urls that were given out, and how often each was used. */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();

  issue(id: string, target: ResponseTarget, now: number): void {
    this.#issued.set(id, { target, issuedAt: now, uses: 0 });
  }

  redeem(id: string, now: number): Redeemed {
    const issued = this.#issued.get(id);
    if (issued === undefined) return { kind: 'refused', status: 404, error: 'no_url' };
    if (now - issued.issuedAt > LIFETIME_MS) return { kind: 'refused', status: 404, error: 'expired_url' };
    if (issued.uses >= USES) return { kind: 'refused', status: 404, error: 'used_url' };
    issued.uses += 1;
    return { kind: 'accepted', target: issued.target };
  }
}
