import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../lambda/log.ts';

/** What Slack's libraries say, as lines of our log. At DEBUG Bolt would log whole requests with their signatures. */
export function slackLogger(log: Log): Logger {
  const words = (parts: readonly unknown[]) => parts.map(String).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts: unknown[]) => log('warn', 'Slack library', { because: words(parts) }),
    error: (...parts: unknown[]) => log('error', 'Slack library', { because: words(parts) }),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
