import { spokenTime } from '../../explain/spoken-time.ts';
import { MARK_SIGNS } from '../ladder.ts';
import { type AskedCall, spokenCall } from '../spoken-call.ts';
import { spokenReason, type ToldReason } from '../spoken-reason.ts';
import { shortVerdict, type VerdictFacts, verdict } from '../verdict.ts';
import type { ActionsBlock, ContextBlock, HeaderBlock, RichTextBlock, SlackMessage } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { escapeMrkdwn, mrkdwnSentence, shown } from './mrkdwn.ts';
import { fallbackText } from './pack-messages.ts';
import { DATE_FORMAT, linesBlock, sentenceRuns, textRun } from './rich-text.ts';

/** The action_id of the Re-run button; its value is the job's opaque id. */
export const RERUN_ACTION = 'rerun';

/** As much of a diagnosis as its root message shows; one that was stored as JSON has it too. */
export interface RootFacts extends VerdictFacts {
  readonly headline: string;
  readonly fix: string;
  readonly call: AskedCall;
  readonly reportedReason?: ToldReason | null;
}

export type RootState = 'checked' | 'rechecking';

export interface RootOptions {
  /** A Slack user id; null when nobody asked (an alert). */
  readonly askedBy: string | null;
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly jobId: string;
  /** While it is checked again there is no button, so that nobody presses it twice. */
  readonly state: RootState;
}

/** The root message of a thread: the verdict, the headline, the fix, and the Re-run button. */
export function renderRoot(diagnosis: RootFacts, options: RootOptions): SlackMessage[] {
  return [rootMessage(diagnosis, options, [])];
}

export interface AlertRootOptions extends Omit<RootOptions, 'askedBy'> {
  /** How often the call was denied in the window. */
  readonly count: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** The root message in the on-call channel: the same, with how often it happened. */
export function renderAlertRoot(diagnosis: RootFacts, options: AlertRootOptions): SlackMessage[] {
  const { count, firstAt, lastAt } = options;
  const times =
    count === 1 ? `Denied once, ${when(lastAt)}` : `Denied ${count} times, ${when(firstAt)} to ${when(lastAt)}`;
  return [rootMessage(diagnosis, { ...options, askedBy: null }, [times])];
}

export interface CheckingOptions {
  readonly askedBy: string | null;
  /** What has been read so far, a line each; the newest last. */
  readonly progress: readonly string[];
}

const PROGRESS_LINES = 14;

/** The root message while the answer is being worked out. */
export function renderChecking(call: AskedCall, { askedBy, progress }: CheckingOptions): SlackMessage[] {
  const listed = progress.slice(-PROGRESS_LINES);
  const earlier = progress.length - listed.length;
  return [
    {
      text: fallbackText(`Checking ${spokenCall(call)}`),
      blocks: [
        header('Checking …'),
        ...linesBlock([sentenceRuns(shown(spokenCall(call), 1000))]),
        ...linesBlock([
          ...(earlier > 0 ? [textRun(`${earlier} earlier steps`, { italic: true })] : []),
          ...listed.map((step) => sentenceRuns(shown(step, 300))),
        ]),
        ...context([asker(askedBy)]),
      ],
    },
  ];
}

/** The root message when no answer could be worked out, for a reason a person can act on. */
export function renderFailed(call: AskedCall, because: string, options: RootOptions): SlackMessage[] {
  return [
    {
      text: fallbackText(`No answer for ${spokenCall(call)}: ${because}`),
      blocks: [
        header('No answer'),
        ...linesBlock([sentenceRuns(shown(spokenCall(call), 1000)), sentenceRuns(shown(because, 1500))]),
        ...context([asker(options.askedBy), `at ${when(options.checkedAt)}`]),
        ...rerunButton(options),
      ],
    },
  ];
}

function rootMessage(diagnosis: RootFacts, options: RootOptions, extra: readonly string[]): SlackMessage {
  const { sign } = MARK_SIGNS[shortVerdict(diagnosis).mark];
  const checked = options.state === 'rechecking' ? 'checking again …' : `checked ${when(options.checkedAt)}`;
  return {
    text: fallbackText(`${verdict(diagnosis)}. ${diagnosis.headline}`),
    blocks: [
      header(`${sign} ${verdict(diagnosis)}`),
      ...linesBlock([
        sentenceRuns(shown(diagnosis.headline, 2500)),
        diagnosis.fix === '' ? [] : [...textRun('Fix: ', { bold: true }), ...sentenceRuns(shown(diagnosis.fix, 1500))],
      ]),
      ...reported(diagnosis.reportedReason ?? null),
      ...context([mrkdwnSentence(shown(spokenCall(diagnosis.call), 500))]),
      ...context([...extra, asker(options.askedBy), checked]),
      ...rerunButton(options),
    ],
  };
}

/** AWS's own sentence, quoted, and whether it agrees. */
function reported(reason: ToldReason | null): RichTextBlock[] {
  if (reason === null) return [];
  return linesBlock([
    [...textRun("AWS's own sentence: ", { bold: true }), ...textRun(`"${shown(reason.sentence, 1100)}"`)],
    sentenceRuns(shown(spokenReason(reason), 700)),
  ]);
}

function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: shown(text, LIMITS.headerText), emoji: false } };
}

function context(parts: readonly string[]): ContextBlock[] {
  const text = parts.filter((part) => part !== '').join(' · ');
  if (text === '') return [];
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: shown(text, LIMITS.contextText), verbatim: true }] }];
}

function rerunButton({ jobId, state }: RootOptions): ActionsBlock[] {
  if (state === 'rechecking') return [];
  return [
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          text: { type: 'plain_text', text: 'Re-run', emoji: false },
          action_id: RERUN_ACTION,
          value: jobId,
        },
      ],
    },
  ];
}

function asker(userId: string | null): string {
  if (userId === null) return '';
  return /^[UW][A-Z0-9]+$/.test(userId) ? `asked by <@${userId}>` : `asked by ${escapeMrkdwn(shown(userId, 80))}`;
}

/** A time in the reader's own zone, with one in UTC where Slack cannot show it. */
function when(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  const fallback = escapeMrkdwn(shown(spokenTime(iso), 40)).replace(/[|^]/g, '');
  return Number.isFinite(seconds) ? `<!date^${seconds}^${DATE_FORMAT}|${fallback}>` : fallback;
}
