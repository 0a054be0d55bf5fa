export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a line may carry: identifiers and verdicts. Never a body, a token, a signature or a response_url. */
export interface LogFields {
  readonly jobId?: string | undefined;
  readonly userId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly channel?: string | undefined;
  readonly verdict?: string | undefined;
  readonly because?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly eventId?: string | undefined;
  readonly milliseconds?: number | undefined;
  readonly count?: number | undefined;
  readonly run?: string | undefined;
  readonly account?: string | undefined;
  readonly accounts?: number | undefined;
  readonly closed?: number | undefined;
  readonly unread?: number | undefined;
  readonly buckets?: number | undefined;
  readonly accessPoints?: number | undefined;
}

export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

const SEVERITY: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** A log of one JSON object a line, in the form that Lambda's JSON log format passes through. */
export function jsonLog(
  threshold: LogLevel = 'info',
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Log {
  return (level, message, fields = {}) => {
    if (SEVERITY[level] < SEVERITY[threshold]) return;
    write(JSON.stringify({ timestamp: new Date().toISOString(), level: level.toUpperCase(), message, ...fields }));
  };
}

/** The words of an error without its stack, for a log line or a sentence to a person. */
export const errorWords = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
