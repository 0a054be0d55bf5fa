/** What the workspace does instead of answering, for tests of what the app then does. */
export type Fault =
  /** HTTP 429 with `Retry-After`. */
  | { readonly kind: 'rateLimited'; readonly retryAfterSeconds: number }
  /** HTTP 200 with `ok: false`, e.g. `not_in_channel`. */
  | { readonly kind: 'error'; readonly error: string }
  /** An HTTP status without Slack's JSON, e.g. 500. */
  | { readonly kind: 'status'; readonly status: number }
  /** Answers, but late. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Does the work, then breaks the connection: the caller cannot know that it was done. */
  | { readonly kind: 'hangUpAfter' };

interface Planned {
  readonly method: string;
  readonly fault: Fault;
  left: number;
}

/** The faults still to come, in the order in which they were asked for. */
export class Faults {
  #planned: Planned[] = [];

  /** `method`: a Web API method, `response_url`, or `*`. */
  inject(method: string, fault: Fault, times = 1): void {
    this.#planned.push({ method, fault, left: times });
  }

  clear(): void {
    this.#planned = [];
  }

  next(method: string): Fault | undefined {
    const planned = this.#planned.find(({ method: of, left }) => left > 0 && (of === method || of === '*'));
    if (planned === undefined) return undefined;
    planned.left -= 1;
    return planned.fault;
  }
}
