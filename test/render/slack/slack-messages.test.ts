import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../../src/explain/diagnosis.ts';
import type { Run, SlackBlock, SlackMessage } from '../../../src/render/slack/blocks.ts';
import { renderAlertRoot, renderChecking, renderFailed, renderRoot } from '../../../src/render/slack/root-message.ts';
import { renderCausesAndChanges, renderLadder, renderWhatChanged } from '../../../src/render/slack/thread-messages.ts';
import { messageFaults } from '../../../src/render/slack/validate-message.ts';
import { diagnosis as anyDiagnosis, untrusted } from '../arbitrary-diagnosis.ts';

const JOB = '0123456789abcdef01234567';
const AT = '2026-11-22T03:00:00Z';

/** Everything we could ever post about one diagnosis. */
function everything(diagnosis: Diagnosis, text: string): SlackMessage[] {
  const root = { askedBy: 'U123ABC', checkedAt: AT, jobId: JOB, state: 'checked' as const };
  return [
    ...renderRoot(diagnosis, root),
    ...renderRoot(diagnosis, { ...root, state: 'rechecking', askedBy: text, checkedAt: text }),
    ...renderAlertRoot(diagnosis, { ...root, count: 12, firstAt: AT, lastAt: text }),
    ...renderChecking(diagnosis.call, { askedBy: text, progress: Array.from({ length: 40 }, () => text) }),
    ...renderFailed(diagnosis.call, text, root),
    ...renderLadder(diagnosis),
    ...renderCausesAndChanges(diagnosis),
    ...renderWhatChanged([text, diagnosis.headline, ...diagnosis.notes]),
  ];
}

const cases = fc.tuple(anyDiagnosis, untrusted);
const runs = { numRuns: 60 };

/** What Slack parses: mrkdwn, and the text for notifications. */
const parsedTexts = ({ text, blocks }: SlackMessage): string[] => [text, ...blocks.flatMap(mrkdwnOf)];

function mrkdwnOf(block: SlackBlock): string[] {
  if (block.type === 'section') return [block.text.text];
  if (block.type !== 'context') return [];
  return block.elements.flatMap((element) => (element.type === 'mrkdwn' ? [element.text] : []));
}

function richRuns(block: SlackBlock): Run[] {
  return block.type === 'rich_text' ? block.elements.flatMap((element): Run[] => element.elements) : [];
}

const OURS = /<!date\^\d+\^\{date_short_pretty\} \{time_secs\}\|[^<>|]*>|<@U123ABC>/g;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('whatever is in the diagnosis', () => {
  test('no message is one that Slack would refuse', () => {
    fc.assert(
      fc.property(cases, ([diagnosis, text]) => {
        for (const message of everything(diagnosis, text)) expect(messageFaults(message)).toEqual([]);
      }),
      runs,
    );
  });

  test('what Slack parses holds no link, mention or date but ours', () => {
    fc.assert(
      fc.property(cases, ([diagnosis, text]) => {
        for (const parsed of everything(diagnosis, text).flatMap(parsedTexts)) {
          expect(parsed.replace(OURS, '')).not.toMatch(/[<>]/);
        }
      }),
      runs,
    );
  });

  test('what Slack parses has no emoji outside of code, and no code that is left open', () => {
    fc.assert(
      fc.property(cases, ([diagnosis, text]) => {
        for (const parsed of everything(diagnosis, text).flatMap(parsedTexts)) {
          const parts = parsed.replace(OURS, '').split('`');
          expect(parts.length % 2).toBe(1);
          const outside = parts.filter((_part, index) => index % 2 === 0);
          for (const part of outside) expect(part).not.toMatch(/:[a-z0-9_+'-]+:/i);
        }
      }),
      runs,
    );
  });

  test('links lead to the AWS documentation only, and people are named only by id', () => {
    fc.assert(
      fc.property(cases, ([diagnosis, text]) => {
        const runsOf = everything(diagnosis, text).flatMap(({ blocks }) => blocks.flatMap(richRuns));
        for (const run of runsOf) {
          if (run.type === 'link') expect(run.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
          if (run.type === 'user') expect(run.user_id).toBe('U123ABC');
        }
      }),
      runs,
    );
  });

  test('characters that cannot be seen are shown as escapes', () => {
    fc.assert(
      fc.property(cases, ([diagnosis, text]) => {
        const shown = everything(diagnosis, text).map((message) => JSON.parse(JSON.stringify(message)));
        for (const value of strings(shown)) expect(value.replace(/[\n\t]/g, '')).not.toMatch(HIDDEN);
      }),
      runs,
    );
  });
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
