import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/explain/diagnosis.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { foldNotes } from '../../src/render/fold-notes.ts';
import { foldUnread } from '../../src/render/fold-unread.ts';
import { renderRoot } from '../../src/render/slack/root-message.ts';
import { threadAsText } from '../../src/render/slack/thread-as-text.ts';
import { renderCausesAndChanges, renderLadder } from '../../src/render/slack/thread-messages.ts';
import { diagnoseCommand } from '../../src/render/spoken-call.ts';
import { spokenChange, spokenDenied, spokenLooked } from '../../src/render/spoken-trail.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { readAnyScenario, SCENARIO_FILES } from '../scenario-file.ts';
import { diagnosis as anyDiagnosis } from './arbitrary-diagnosis.ts';

const OPTIONS = {
  askedBy: null,
  checkedAt: '2026-11-22T03:00:00Z',
  jobId: '0123456789abcdef01234567',
  state: 'checked' as const,
};

const oneLine = (text: string) => text.replace(/\s+/g, ' ');

const inTerminal = (one: Diagnosis) => oneLine(renderTerminal(one, { verbose: false, color: false, width: 90 }));

const inSlack = (one: Diagnosis) =>
  oneLine(threadAsText([...renderRoot(one, OPTIONS), ...renderLadder(one), ...renderCausesAndChanges(one)]));

/** Every sentence that both must tell, in the order in which they must. */
function sentences(one: Diagnosis): string[] {
  return [
    one.headline,
    one.fix,
    ...(one.reportedReason === null ? [] : [`"${one.reportedReason.sentence}"`, one.reportedReason.because]),
    ...one.evaluations.map(({ request }) => `${request.action} on ${request.resource}`),
    ...one.causes.flatMap(({ what, why, help, docs }) => [what, why, help, docs]),
    ...one.suggestions.flatMap(({ says, because, reach, command }) => [says, because, reach, command ?? '']),
    ...one.trail.changes.map(spokenChange),
    ...one.trail.deniedEvents.map(spokenDenied),
    ...foldUnread(one.unreadable),
    ...foldNotes(one.notes),
    ...spokenLooked(one),
  ].filter((sentence) => sentence !== '');
}

/** The sentences that are not found in the text one after the other. */
function missing(text: string, wanted: readonly string[]): string[] {
  let at = 0;
  return wanted.map(oneLine).filter((sentence) => {
    const found = text.indexOf(sentence, at);
    if (found < 0) return true;
    at = found;
    return false;
  });
}

describe('the terminal and Slack say the same, in the same order', () => {
  test.each(SCENARIO_FILES)('%s', (name) => {
    const { request, evidence, ...beside } = readAnyScenario(name);
    const one = explainRequest(request, evidence, beside);
    expect(missing(inTerminal(one), sentences(one))).toEqual([]);
    expect(missing(inSlack(one), sentences(one))).toEqual([]);
    if (one.causes.length > 0) expect(inSlack(one)).toContain(`Every statement looked at: \`${diagnoseCommand(one)}\``);
  });

  const words = fc
    .array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 9 })
    .map((parts) => parts.join(' '));
  /** A diagnosis of plain words, none of which is told twice, and as much of it as Slack's limits allow. */
  const plain = fc.tuple(anyDiagnosis, fc.infiniteStream(words)).map(([one, stream]): Diagnosis => {
    // No two are alike, so that each must be told.
    const told = new Set<string>();
    const next = () => {
      const sentence = `${stream.next().value} ${told.size}`;
      told.add(sentence);
      return sentence;
    };
    return {
      ...one,
      call: { ...one.call, operation: 'GetObject', bucket: 'ledger', key: 'k', principal: 'anonymous' },
      evaluations: one.evaluations.map((evaluation) => ({
        ...evaluation,
        request: { ...evaluation.request, action: `s3:${told.size}`, resource: next() },
        layers: [],
      })),
      headline: next(),
      fix: next(),
      reportedReason: one.reportedReason === null ? null : { ...one.reportedReason, sentence: next(), because: next() },
      causes: one.causes.slice(0, 8).map((cause) => ({ ...cause, what: next(), why: next(), help: next() })),
      suggestions: one.suggestions.slice(0, 3).map((change) => ({
        ...change,
        says: next(),
        because: next(),
        reach: next(),
        command: next(),
        owner: next(),
        target: next(),
        policy: next(),
        companions: [],
        diff: next(),
      })),
      trail: {
        changes: one.trail.changes.slice(0, 5).map((change) => ({
          ...change,
          at: '2026-11-22T02:58:30Z',
          operation: next(),
          who: next(),
          on: next(),
          account: next(),
        })),
        deniedEvents: one.trail.deniedEvents.map((event) => ({
          ...event,
          at: '2026-11-22T02:58:30Z',
          operation: next(),
          principal: next(),
          errorMessage: null,
          sourceIp: null,
          vpcEndpoint: null,
        })),
        looked: one.trail.looked.map(() => ({ where: next(), because: next() })),
      },
      unreadable: one.unreadable
        .slice(0, 8)
        .map((reading) => ({ ...reading, needs: next(), account: next(), because: next() })),
      notes: one.notes.slice(0, 8).map(next),
    };
  });

  test('whatever there is to say', () => {
    fc.assert(
      fc.property(plain, (one) => {
        expect(missing(inTerminal(one), sentences(one))).toEqual([]);
        expect(missing(inSlack(one), sentences(one))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('and what does not fit into Slack is counted there, with the command that shows it', () => {
    fc.assert(
      fc.property(plain, fc.integer({ min: 30, max: 60 }), (one, count) => {
        const [cause] = one.causes;
        fc.pre(cause !== undefined && one.notes.length > 0);
        const causes = Array.from({ length: count }, (_, index) => ({
          what: `cause number ${index};`,
          why: 'why '.repeat(200),
        }));
        const many = { ...one, causes: causes.flatMap((told) => (cause === undefined ? [] : [{ ...cause, ...told }])) };
        const text = inSlack(many);
        const told = many.causes.filter(({ what }) => text.includes(what)).length;
        expect(text).toContain(`${count - told} causes`);
        expect(text).toMatch(/Left out for Slack's limits: .+ All of it: `s3-403 (?:diagnose|explain-error) /);
        // The changes and what was assumed are worth more than the last of so many causes.
        const [change, note] = [one.suggestions[0]?.says ?? '', foldNotes(one.notes)[0] ?? ''];
        expect(text).toContain(change);
        expect(text).toContain(note);
      }),
      { numRuns: 20 },
    );
  });
});
