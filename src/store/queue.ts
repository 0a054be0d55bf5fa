import type { Denial } from '../request/s3-call.ts';

/** Where the answer goes. */
export interface ReplyTo {
  readonly channel: string;
  /** The message in whose thread the answer goes; undefined: a message of its own. */
  readonly threadTs?: string;
  /** The person who asked; undefined for an alert. */
  readonly userId?: string;
  readonly teamId?: string;
  /** Slack's response_url, a fallback where the app is not in the channel. */
  readonly responseUrl?: string;
}

/** A piece of work for the worker. `id` is opaque, unique per question, and the key under which the store keeps its answer. */
export interface Job {
  readonly schemaVersion: 1;
  readonly id: string;
  /** `count`: brings the number of denials in a posted alert up to date. */
  readonly kind: 'diagnose' | 'rerun' | 'alert' | 'count';
  readonly denial: Denial;
  readonly replyTo: ReplyTo;
  /** ISO 8601: when it was asked. */
  readonly askedAt: string;
  /** For `rerun`: the job whose message is brought up to date. */
  readonly rerunOf?: string;
  /** For `alert` and `count`: what folds denials of one kind into one message. */
  readonly fingerprint?: string;
  /** How often the worker put it back to wait for Slack; 0 if left out. */
  readonly attempt?: number;
}

export interface Queue {
  /** Delivers at least once: the worker must bear a second delivery. Throws if the queue does not take the job. */
  send(job: Job, options?: { readonly delaySeconds?: number }): Promise<void>;
  /** Has a delivered message that will not be finished delivered again after this time, not after the queue's own long one. */
  redeliver(receiptHandle: string, afterSeconds: number): Promise<void>;
}
