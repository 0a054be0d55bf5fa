import type { SlackBlock, SlackMessage } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { textLength } from './message-text.ts';
import { mrkdwnSentence, shown } from './mrkdwn.ts';
import { linesBlock, sentenceRuns, textRun } from './rich-text.ts';

/** Blocks that stay together, and what they are called when they are counted among what was left out. */
export interface Piece {
  readonly kind: string;
  /** Of what does not fit, the highest is left out first; of one rank, the last. */
  readonly rank: number;
  readonly blocks: readonly SlackBlock[];
}

// Room for the last block, which says what was left out.
const RESERVED_TEXT = 2500;
const RESERVED_BLOCKS = 2;
const TEXT_BUDGET = LIMITS.textOfAllBlocks - RESERVED_TEXT;
const BLOCK_BUDGET = LIMITS.blocksPerMessage - RESERVED_BLOCKS;

/**
 * The pieces in as few messages as Slack's limits allow. What does not fit into `most` messages is counted in the last
 * block, with the command that shows it.
 */
export function packMessages(
  pieces: readonly Piece[],
  { text, most, seeAll }: { readonly text: string; readonly most: number; readonly seeAll: string },
): SlackMessage[] {
  const { kept, leftOut } = fitting(pieces, most);
  return kept.map((group, index) => {
    const blocks = group.flatMap((piece) => [...piece.blocks]);
    const last = index === kept.length - 1 && leftOut.length > 0;
    return {
      text: fallbackText(kept.length > 1 ? `${text} (${index + 1} of ${kept.length})` : text),
      blocks: last ? [...blocks, ...leftOutBlock(leftOut, seeAll)] : blocks,
    };
  });
}

/** As many of the pieces as fit, in their order. */
function fitting(pieces: readonly Piece[], most: number): { kept: Piece[][]; leftOut: Piece[] } {
  const kept = [...pieces];
  const leftOut: Piece[] = [];
  let packed = fill(kept);
  while (packed.length > most && kept.length > 0) {
    const highest = Math.max(...kept.map(({ rank }) => rank));
    leftOut.unshift(
      ...kept.splice(
        kept.findLastIndex(({ rank }) => rank === highest),
        1,
      ),
    );
    packed = fill(kept);
  }
  return { kept: packed, leftOut };
}

function fill(pieces: readonly Piece[]): Piece[][] {
  const messages: Piece[][] = [];
  let current: Piece[] = [];
  for (const piece of pieces) {
    if (current.length > 0 && !fits([...current, piece])) {
      messages.push(current);
      current = [];
    }
    current.push(piece);
  }
  return current.length > 0 ? [...messages, current] : messages;
}

function fits(pieces: readonly Piece[]): boolean {
  const blocks = pieces.flatMap((piece) => [...piece.blocks]);
  return blocks.length <= BLOCK_BUDGET && textLength(blocks) <= TEXT_BUDGET;
}

/** The last block: what was left out, and how to see it. */
export function leftOutBlock(leftOut: readonly Piece[], seeAll: string): SlackBlock[] {
  const counts = new Map<string, number>();
  for (const { kind } of leftOut) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const words = [...counts].map(([kind, count]) => (count === 1 ? `1 ${kind}` : `${count} ${plural(kind)}`)).join(', ');
  return linesBlock([
    textRun(`Left out for Slack's limits: ${words}. All of it:`, { italic: true }),
    textRun(shown(seeAll, 1500), { code: true }),
  ]);
}

const plural = (kind: string) => (kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`);

/** What notifications and screen readers get: one of our sentences, escaped and cut. */
export function fallbackText(sentence: string): string {
  // Escaping makes a character five at the most, so that nothing is cut after it: a cut could open what was closed.
  const escaped = mrkdwnSentence(shown(sentence, LIMITS.text / 5 - 10));
  return escaped.trim() === '' ? 's3-403' : escaped;
}

/** One of our sentences as a block of its own. */
export function sentenceBlock(sentence: string): SlackBlock[] {
  return linesBlock([sentenceRuns(sentence)]);
}
