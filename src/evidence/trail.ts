/** A denied call that CloudTrail shows. */
export interface DeniedEvent {
  /** ISO 8601. */
  readonly at: string;
  readonly eventId: string;
  readonly operation: string;
  readonly principal: string;
  readonly errorMessage: string | null;
  readonly sourceIp: string | null;
  readonly vpcEndpoint: string | null;
}

/** A change that CloudTrail shows, of something the decision depends on. */
export interface RecentChange {
  /** ISO 8601. */
  readonly at: string;
  readonly eventId: string;
  readonly operation: string;
  readonly who: string;
  /** What it was done to, e.g. the bucket's or role's name. */
  readonly on: string;
  readonly account: string;
}

/** A place in which CloudTrail was looked at, and what came of it. */
export interface LookedAt {
  readonly where: string;
  readonly because: string;
}

export interface Trail {
  readonly deniedEvents: readonly DeniedEvent[];
  readonly changes: readonly RecentChange[];
  readonly looked: readonly LookedAt[];
}
