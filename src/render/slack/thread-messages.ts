import type { Decision, Evaluation } from '../../evaluate/evaluation.ts';
import { SPOKEN } from '../../evidence/layers.ts';
import type { Diagnosis, ExplainedCause, Suggestion } from '../../explain/diagnosis.ts';
import { foldNotes } from '../fold-notes.ts';
import { foldUnread } from '../fold-unread.ts';
import { ladder, MARK_SIGNS, type Rung } from '../ladder.ts';
import { diagnoseCommand } from '../spoken-call.ts';
import { spokenCause } from '../spoken-cause.ts';
import { APPLICABILITY, spokenTogether, spokenWhere } from '../spoken-suggestion.ts';
import { spokenChange, spokenDenied, spokenLooked } from '../spoken-trail.ts';
import { DECISION_MARK, PERMISSION_WORDS } from '../verdict.ts';
import type { RichTextBlock, Run, SlackMessage } from './blocks.ts';
import { shown } from './mrkdwn.ts';
import { type Piece, packMessages } from './pack-messages.ts';
import { dateRun, linesBlock, preformatted, sentenceRuns, textRun } from './rich-text.ts';

const MOST_MESSAGES = 3;
const BECAUSE_LENGTH = 240;
const DIFF_LENGTH = 2400;
const LISTED = 12;
/** A list is one block, and must leave room for others. */
const LIST_LENGTH = 6000;
/** Should not all fit, the changes are worth more than the last of many causes. */
const FIRST_CAUSES = 4;

const bold = (text: string) => textRun(text, { bold: true });

/** The layers of every request, a line each: who allows, who denies, who has no say, what is not known. */
export function renderLadder(diagnosis: Diagnosis): SlackMessage[] {
  return packMessages(diagnosis.evaluations.map(ladderPiece), {
    text: 'The layers, one by one',
    most: 1,
    seeAll: diagnoseCommand(diagnosis),
  });
}

function ladderPiece(evaluation: Evaluation): Piece {
  const { rungs, notInPlay } = ladder(evaluation);
  const { action, resource } = evaluation.request;
  const mark = MARK_SIGNS[DECISION_MARK[evaluation.decision]];
  return {
    kind: 'request',
    rank: 0,
    blocks: linesBlock([
      [
        { type: 'emoji', name: mark.emoji },
        ...textRun(' '),
        ...bold(shown(`${action} on ${resource}`, 400)),
        ...textRun(`: ${PERMISSION_WORDS[evaluation.decision]}`),
      ],
      ...rungs.map(rungRuns),
      ...(notInPlay.length === 0
        ? []
        : [[...notInPlayEmoji, ...textRun(` not in play: ${notInPlay.map((layer) => SPOKEN[layer]).join(', ')}`)]]),
    ]),
  };
}

const notInPlayEmoji: readonly Run[] = [{ type: 'emoji', name: MARK_SIGNS.notInPlay.emoji }];

function rungRuns({ mark, name, verdict, because }: Rung): Run[] {
  return [
    { type: 'emoji', name: MARK_SIGNS[mark].emoji },
    ...textRun(' '),
    ...bold(name),
    ...textRun(` ${verdict}`),
    ...(because === '' ? [] : [...textRun(': '), ...sentenceRuns(shown(because, BECAUSE_LENGTH))]),
  ];
}

/**
 * Why, what to change, what changed lately, what was not read and what was assumed, in the order in which the terminal tells
 * them: as many messages as Slack needs.
 */
export function renderCausesAndChanges(diagnosis: Diagnosis): SlackMessage[] {
  const { causes, decision, suggestions, trail, unreadable, notes } = diagnosis;
  const pieces = [
    ...causes.map((cause, index) => causePiece(cause, index, decision)),
    ...suggestions.map(suggestionPiece),
    ...eventsPiece('Changed recently', trail.changes, spokenChange),
    ...eventsPiece('Denied calls in CloudTrail', trail.deniedEvents, spokenDenied),
    ...listPiece('Not read', foldUnread(unreadable), RANK.unread),
    ...listPiece('Assumed and noted', foldNotes(notes), RANK.notes),
    ...listPiece('Where CloudTrail was looked at', spokenLooked(diagnosis), RANK.looked),
  ];
  const seeAll = diagnoseCommand(diagnosis);
  const evaluated = pieces.length > 0 && diagnosis.evaluations.length > 0;
  return packMessages(evaluated ? [...pieces, seeAllPiece(seeAll)] : pieces, {
    text: 'Why, and what to change',
    most: MOST_MESSAGES,
    seeAll,
  });
}

/** What is different since the last run, as the thread tells it. */
export function renderWhatChanged(sentences: readonly string[]): SlackMessage[] {
  const pieces = listPiece('Since the last run', sentences, 0);
  return packMessages(pieces, { text: 'Since the last run', most: 1, seeAll: 's3-403 diagnose --json' });
}

/** What is left out first where not all fits: the highest. */
const RANK = { firstCause: 0, change: 1, events: 2, unread: 2, notes: 3, furtherCause: 4, looked: 5 } as const;

const heading = (text: string, index: number): Run[][] => (index === 0 ? [bold(text)] : []);

function causePiece(cause: ExplainedCause, index: number, decision: Decision): Piece {
  return {
    kind: 'cause',
    rank: index < FIRST_CAUSES ? RANK.firstCause : RANK.furtherCause,
    blocks: linesBlock([
      ...heading('Why', index),
      sentenceRuns(shown(spokenCause(cause, index, decision), 900), { bold: true }),
      sentenceRuns(shown(cause.why, 900)),
      sentenceRuns(shown(cause.help, 900)),
      [{ type: 'link', url: cause.docs, text: 'AWS documentation' }],
    ]),
  };
}

function suggestionPiece(suggestion: Suggestion, index: number): Piece {
  const { applicability, because, reach, diff, command, caution } = suggestion;
  const label = APPLICABILITY[applicability];
  return {
    kind: 'change',
    rank: RANK.change,
    blocks: [
      ...linesBlock([
        ...heading('What to change', index),
        sentenceRuns(shown(`${index + 1}. ${suggestion.says}`, 900), { bold: true }),
        sentenceRuns(shown(spokenWhere(suggestion), 700)),
        [...bold(label), ...(because === '' ? textRun('.') : sentenceRuns(shown(`: ${because}`, 600)))],
        ...spokenTogether(suggestion).map((sentence) => sentenceRuns(sentence)),
        ...(reach === '' ? [] : [[...bold('Reach: '), ...sentenceRuns(shown(reach, 600))]]),
      ]),
      ...(diff === '' ? [] : diffBlock(diff)),
      ...(command === null ? [] : linesBlock([textRun(shown(command, 900), { code: true })])),
      ...(caution === null ? [] : linesBlock([sentenceRuns(shown(caution, 300))])),
    ],
  };
}

/** As much of a diff as one block takes, whole lines; the rest is counted. */
function diffBlock(diff: string): RichTextBlock[] {
  const rows = diff
    .trimEnd()
    .split('\n')
    .map((row) => shown(row, 300));
  let length = 0;
  const kept = rows.filter((row) => {
    length += row.length + 1;
    return length <= DIFF_LENGTH;
  });
  const cut = rows.length - kept.length;
  const listed = cut === 0 ? kept : [...kept, `… ${cut} more ${cut === 1 ? 'line' : 'lines'}, ${ELSEWHERE}`];
  return [{ type: 'rich_text', elements: [preformatted(listed.join('\n'))] }];
}

const ELSEWHERE = 'in the answer on the command line';

function eventsPiece<E extends { readonly at: string }>(
  title: string,
  events: readonly E[],
  words: (event: E) => string,
): Piece[] {
  const rows = events.map((event) => [...dateRun(event.at), ...sentenceRuns(shown(` ${words(event)}`, 600))]);
  return rowsPiece(title, rows, RANK.events);
}

const listPiece = (title: string, sentences: readonly string[], rank: number): Piece[] =>
  rowsPiece(
    title,
    sentences.map((sentence) => sentenceRuns(shown(sentence, 1200))),
    rank,
  );

function rowsPiece(title: string, rows: readonly Run[][], rank: number): Piece[] {
  if (rows.length === 0) return [];
  let length = 0;
  const listed = rows.slice(0, LISTED).filter((row) => {
    length += row.reduce((sum, run) => sum + ('text' in run ? run.text.length : 0), 0);
    return length <= LIST_LENGTH;
  });
  const more = rows.length - listed.length;
  const blocks = linesBlock([
    bold(title),
    ...listed.map((row) => [...textRun('• '), ...row]),
    ...(more > 0 ? [textRun(`… and ${more} more, ${ELSEWHERE}`, { italic: true })] : []),
  ]);
  return [{ kind: 'note', rank, blocks }];
}

/** How to see every statement, and whatever a limit of Slack cut short. */
function seeAllPiece(command: string): Piece {
  return {
    kind: 'note',
    rank: 0,
    blocks: linesBlock([[...textRun('Every statement looked at: '), ...textRun(shown(command, 1500), { code: true })]]),
  };
}
