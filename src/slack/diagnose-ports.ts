import type { LayerProgress } from '../collect/collect-session.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';
import type { Log } from '../lambda/log.ts';
import type { Denial } from '../request/s3-call.ts';
import type { Queue } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import type { SlackAddress } from './slack-ports.ts';
import type { SlackSecretsSource } from './slack-secrets.ts';

export interface DiagnoseOptions {
  /** Where the diagnosis stands; called as often as there is something to say. */
  readonly onProgress: (progress: LayerProgress) => void;
  /** Names the person in the diagnostic role's session, e.g. a Slack user id. */
  readonly askedBy: string;
  /** Nothing is taken from a cache: who asks again has changed something. */
  readonly fresh: boolean;
  /** Milliseconds within which the answer must be there. */
  readonly budgetMilliseconds: number;
}

/** What the worker needs from outside. */
export interface DiagnosePorts extends SlackAddress {
  readonly diagnose: (denial: Denial, options: DiagnoseOptions) => Promise<Diagnosis>;
  readonly secrets: SlackSecretsSource;
  readonly store: Store;
  readonly queue: Queue;
  /** After how many receives the queue gives a message up to its dead-letter queue. */
  readonly maxReceives: number;
  readonly log: Log;
  readonly now: () => Date;
}
