import type { Evaluation } from '../../evaluate/evaluation.ts';
import { SPOKEN } from '../../evidence/layers.ts';
import type { RecentChange } from '../../evidence/trail.ts';
import type { Diagnosis, ExplainedCause, Suggestion } from '../../explain/diagnosis.ts';
import { foldNotes } from '../fold-notes.ts';
import { foldUnread } from '../fold-unread.ts';
import { ladder, MARK_SIGNS, type Rung } from '../ladder.ts';
import { diagnoseCommand } from '../spoken-call.ts';
import { APPLICABILITY, spokenTogether, spokenWhere } from '../spoken-suggestion.ts';
import { DECISION_MARK } from '../verdict.ts';
import type { RichTextBlock, Run, SlackBlock, SlackMessage } from './blocks.ts';
import { shown } from './mrkdwn.ts';
import { type Piece, packMessages } from './pack-messages.ts';
import { dateRun, linesBlock, preformatted, sentenceRuns, textRun } from './rich-text.ts';

const MOST_MESSAGES = 3;
const BECAUSE_LENGTH = 240;
const DIFF_LENGTH = 2400;
const RECENT_CHANGES = 12;
/** Should not all fit, the changes are worth more than the last of many causes. */
const CAUSES_BEFORE_CHANGES = 4;

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
    blocks: linesBlock([
      [{ type: 'emoji', name: mark.emoji }, ...textRun(' '), ...bold(shown(`${action} on ${resource}`, 400))],
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

/** Why, what to change, what changed lately, and what was not read or was assumed: as many messages as Slack needs. */
export function renderCausesAndChanges(diagnosis: Diagnosis): SlackMessage[] {
  const causes = diagnosis.causes.map(causePiece);
  const pieces = [
    ...reportedPiece(diagnosis),
    ...causes.slice(0, CAUSES_BEFORE_CHANGES),
    ...diagnosis.suggestions.map(suggestionPiece),
    ...causes.slice(CAUSES_BEFORE_CHANGES),
    ...recentPiece(diagnosis.trail.changes),
    ...listPiece('Not read', foldUnread(diagnosis.unreadable)),
    ...listPiece(
      'CloudTrail',
      diagnosis.trail.looked.map(({ where, because }) => `${where}: ${because}`),
    ),
    ...listPiece('Assumed and noted', foldNotes(diagnosis.notes)),
  ];
  return packMessages(pieces, {
    text: 'Why, and what to change',
    most: MOST_MESSAGES,
    seeAll: diagnoseCommand(diagnosis),
  });
}

/** What is different since the last run, as the thread tells it. */
export function renderWhatChanged(sentences: readonly string[]): SlackMessage[] {
  const pieces = listPiece('Since the last run', sentences);
  return packMessages(pieces, { text: 'Since the last run', most: 1, seeAll: 's3-403 diagnose --json' });
}

function causePiece(cause: ExplainedCause): Piece {
  return {
    kind: 'cause',
    blocks: linesBlock([
      sentenceRuns(shown(cause.what, 900), { bold: true }),
      sentenceRuns(shown(cause.why, 900)),
      sentenceRuns(shown(cause.help, 900)),
      [{ type: 'link', url: cause.docs, text: 'AWS documentation' }],
    ]),
  };
}

function suggestionPiece(suggestion: Suggestion): Piece {
  const { applicability, because, reach, diff, command, caution } = suggestion;
  const label = APPLICABILITY[applicability];
  return {
    kind: 'change',
    blocks: [
      ...linesBlock([
        [...bold('Change: '), ...sentenceRuns(shown(suggestion.says, 900))],
        sentenceRuns(shown(spokenWhere(suggestion), 700)),
        [...bold(label), ...(because === '' ? [] : sentenceRuns(shown(`: ${because}`, 600)))],
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
  const listed = cut === 0 ? kept : [...kept, `… ${cut} more lines, in the answer on the command line`];
  return [{ type: 'rich_text', elements: [preformatted(listed.join('\n'))] }];
}

function reportedPiece({ reportedReason }: Diagnosis): Piece[] {
  if (reportedReason === null) return [];
  const { sentence, verdict, because } = reportedReason;
  return [
    {
      kind: 'sentence of AWS',
      blocks: linesBlock([
        [...bold("AWS's own sentence "), ...textRun(`(our verdict ${verdict}): `), ...textRun(shown(sentence, 1000))],
        ...(because === '' ? [] : [sentenceRuns(shown(because, 500))]),
      ]),
    },
  ];
}

function recentPiece(changes: readonly RecentChange[]): Piece[] {
  if (changes.length === 0) return [];
  const listed = changes.slice(0, RECENT_CHANGES);
  const more = changes.length - listed.length;
  const blocks = linesBlock([
    bold('Changed recently'),
    ...listed.map(({ at, operation, who, on }) => [
      ...textRun('• '),
      ...dateRun(at),
      ...sentenceRuns(shown(` \`${operation}\` on ${on} by ${who}`, 600)),
    ]),
    ...(more > 0 ? [textRun(`… and ${more} more`, { italic: true })] : []),
  ]);
  return [{ kind: 'note', blocks }];
}

function listPiece(title: string, sentences: readonly string[]): Piece[] {
  if (sentences.length === 0) return [];
  const most = 10;
  const listed = sentences.slice(0, most);
  const more = sentences.length - listed.length;
  const blocks: SlackBlock[] = linesBlock([
    bold(title),
    ...listed.map((sentence) => [...textRun('• '), ...sentenceRuns(shown(sentence, 600))]),
    ...(more > 0 ? [textRun(`… and ${more} more`, { italic: true })] : []),
  ]);
  return [{ kind: 'note', blocks }];
}
