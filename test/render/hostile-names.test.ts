import { describe, expect, test } from 'vitest';
import { found } from '../../src/evidence/reading.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { renderRoot } from '../../src/render/slack/root-message.ts';
import { threadAsText } from '../../src/render/slack/thread-as-text.ts';
import { renderCausesAndChanges, renderLadder } from '../../src/render/slack/thread-messages.ts';
import { messageFaults } from '../../src/render/slack/validate-message.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { documentOf } from '../explain/arbitrary-case.ts';
import { causeScenario } from '../explain/cause-scenario.ts';
import { HOSTILE } from './arbitrary-diagnosis.ts';

/** The whole answer where a key, a Sid, a policy's name and AWS's sentence are somebody's to choose. */
function diagnose(name: string) {
  const { request, evidence } = causeScenario('nobody-grants');
  const document = (effect: string) =>
    documentOf({
      Version: '2012-10-17',
      Statement: [
        { Sid: name, Effect: effect, Action: 's3:GetObject', Resource: `arn:aws:s3:::payroll-reports/${name}` },
      ],
    });
  const policies = ['Allow', 'Deny'].map((effect) => ({
    name: `${effect} ${name}`,
    via: 'inline',
    document: document(effect),
  }));
  const denial = {
    source: 'errorMessage' as const,
    reportedReason: { sentence: `Access Denied ${name}`, layer: 'unstated' as const, kind: 'unstated' as const },
  };
  return explainRequest(
    { ...request, resource: `arn:aws:s3:::payroll-reports/${name}` },
    { ...evidence, identityPolicies: found(policies) },
    { denial, trail: { deniedEvents: [], changes: [], looked: [{ where: name, because: name }] } },
  );
}

const OPTIONS = { askedBy: null, checkedAt: '2026-11-22T03:00:00Z', jobId: '0'.repeat(24), state: 'checked' as const };
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe.each(HOSTILE.map((name) => [JSON.stringify(name).slice(0, 40), name] as const))('named %s', (_shown, name) => {
  const one = diagnose(name);
  const messages = [...renderRoot(one, OPTIONS), ...renderLadder(one), ...renderCausesAndChanges(one)];

  test('Slack takes every message, and nothing in it is more than text', () => {
    for (const message of messages) expect(messageFaults(message)).toEqual([]);
    const parsed = messages.flatMap(({ text, blocks }) => [
      text,
      ...blocks.flatMap((block) => (block.type === 'context' ? block.elements.map((element) => element.text) : [])),
    ]);
    for (const text of parsed) {
      expect(text.replace(/<!date\^\d+\^[^|>]*\|[^>]*>/g, '')).not.toMatch(/[<>]/);
      expect(text).not.toMatch(HIDDEN);
    }
  });

  test('a line of the terminal is a line of ours', () => {
    const text = renderTerminal(one, { verbose: true, color: false, width: 100 });
    for (const row of text.split('\n')) expect(row).not.toMatch(HIDDEN);
    expect(text.split('\n')[0]).toMatch(/^[✗✓?] [A-Z]/);
    expect(text.split('\n')[1]).toMatch(/^Fix: /);
  });

  test('both say the sentence of AWS as it came, with what cannot be seen written out', () => {
    const [beginning = ''] = `Access Denied ${name}`.split(/[^\x20-\x7e]/);
    expect(renderTerminal(one, { verbose: false, color: false, width: 2000 })).toContain(beginning.trimEnd());
    expect(threadAsText(messages)).toContain(beginning.trimEnd());
  });
});
