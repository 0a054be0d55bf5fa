/** Progress shown at most so often, one call at a time. */
export interface Progress {
  /** There is something new to show. */
  changed(): void;
  /** Nothing is shown any more once this resolves, so that nothing can overwrite the answer. */
  stop(): Promise<void>;
}

/** Slack takes about fifty changes of messages in a minute from one app. */
const INTERVAL_MILLISECONDS = 1500;

/** Calls `show` when something changed. What `show` cannot do is no matter: the answer comes anyway. */
export function createProgress(show: () => Promise<unknown>, intervalMilliseconds = INTERVAL_MILLISECONDS): Progress {
  let isNew = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const showSoon = () => {
    if (isStopped || timer !== undefined || running !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      isNew = false;
      running = show()
        .catch(() => undefined)
        .then(() => {
          running = undefined;
          if (isNew) showSoon();
        });
    }, intervalMilliseconds);
  };

  return {
    changed() {
      isNew = true;
      showSoon();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
