import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../../src/explain/diagnosis.ts';
import { explainRequest } from '../../../src/explain/explain-request.ts';
import type { SlackMessage } from '../../../src/render/slack/blocks.ts';
import { codeSpan, escapeMrkdwn, mrkdwnSentence } from '../../../src/render/slack/mrkdwn.ts';
import { renderAlertRoot, renderChecking, renderFailed, renderRoot } from '../../../src/render/slack/root-message.ts';
import { messageAsText, threadAsText } from '../../../src/render/slack/thread-as-text.ts';
import { renderCausesAndChanges, renderLadder, renderWhatChanged } from '../../../src/render/slack/thread-messages.ts';
import { messageFaults } from '../../../src/render/slack/validate-message.ts';
import { CAUSE_SCENARIOS, causeScenario } from '../../explain/cause-scenario.ts';

const OPTIONS = { checkedAt: '2026-11-22T03:00:00Z', jobId: '0123456789abcdef01234567', state: 'checked' as const };

function diagnosisOf(name: string): Diagnosis {
  const { request, evidence, ...beside } = causeScenario(name);
  return explainRequest(request, evidence, beside);
}

const thread = (diagnosis: Diagnosis): SlackMessage[] => [
  ...renderRoot(diagnosis, { ...OPTIONS, askedBy: 'U123ABC' }),
  ...renderLadder(diagnosis),
  ...renderCausesAndChanges(diagnosis),
];

describe('the thread, as a person reads it', () => {
  test.each([
    'object-action-on-bucket-arn',
    'explicit-deny',
    'nobody-grants-across-accounts',
    'public-access-blocked',
    'scp-without-allow',
    'condition-unknown',
    'something-unreadable',
  ])('%s', async (name) => {
    await expect(threadAsText(thread(diagnosisOf(name)))).toMatchFileSnapshot(`goldens/${name}.txt`);
  });

  test.each(CAUSE_SCENARIOS)(
    '%s: the root message names the layer in its first line and the fix in its third',
    (name) => {
      const diagnosis = diagnosisOf(name);
      if (diagnosis.decision !== 'deny') return;
      const [title = '', headline = '', fix = ''] = threadAsText(thread(diagnosis)).split('\n');
      expect(title).toMatch(/^✗ Denied(?: by |: |, whatever the policies say$)/);
      expect(headline).toContain('may not do');
      expect(fix).toMatch(/^Fix: \S/);
    },
  );
});

describe('Block Kit', () => {
  test('the messages of one answer', async () => {
    const json = JSON.stringify(thread(diagnosisOf('object-action-on-bucket-arn')), null, 2);
    await expect(`${json}\n`).toMatchFileSnapshot('goldens/object-action-on-bucket-arn.json');
  });

  test('the root message of an alert counts the denials, and asks for nobody', () => {
    const [message] = renderAlertRoot(diagnosisOf('explicit-deny'), {
      ...OPTIONS,
      count: 12,
      firstAt: '2026-11-22T02:50:00Z',
      lastAt: '2026-11-22T02:59:00Z',
    });
    expect(messageAsText(message ?? { text: '', blocks: [] })).toContain(
      'Denied 12 times, 2026-11-22 02:50 UTC to 2026-11-22 02:59 UTC · checked 2026-11-22 03:00 UTC',
    );
  });

  test('what changed lately is told in the time of the reader', () => {
    const at = '2026-11-22T02:58:30Z';
    const change = {
      at,
      eventId: '1',
      operation: 'PutRolePolicy',
      who: 'ines',
      on: 'reports',
      account: '111122223333',
    };
    const diagnosis = { ...diagnosisOf('explicit-deny'), trail: { deniedEvents: [], changes: [change], looked: [] } };
    const messages = renderCausesAndChanges(diagnosis);
    expect(JSON.stringify(messages)).toContain(
      `{"type":"date","timestamp":${Date.parse(at) / 1000},"format":"{date_short_pretty} {time_secs}","fallback":"2026-11-22 02:58 UTC"}`,
    );
    expect(JSON.stringify(messages)).not.toContain(at);
  });

  test('while it is checked again there is no button to press twice', () => {
    const [message] = renderRoot(diagnosisOf('explicit-deny'), { ...OPTIONS, askedBy: null, state: 'rechecking' });
    expect(message?.blocks.map(({ type }) => type)).not.toContain('actions');
  });

  test('the value of the button is the job and nothing else', () => {
    const [message] = renderRoot(diagnosisOf('explicit-deny'), { ...OPTIONS, askedBy: null });
    const buttons = message?.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(buttons).toMatchObject([{ action_id: 'rerun', value: OPTIONS.jobId }]);
  });

  test('checking says what has been read', () => {
    const call = { operation: 'GetObject', bucket: 'b', key: 'k', principal: 'arn:aws:iam::111122223333:role/r' };
    const [message] = renderChecking(call, { askedBy: 'U123ABC', progress: ['bucket policy: read', 'SCPs: read'] });
    expect(messageAsText(message ?? { text: '', blocks: [] })).toBe(
      'Checking …\n`GetObject` on `b/k` by `arn:aws:iam::111122223333:role/r`\n\nbucket policy: read\nSCPs: read\n\nasked by @U123ABC',
    );
    const [failed] = renderFailed(call, 'Slack was away', { ...OPTIONS, askedBy: null });
    expect(failed?.text).toBe(
      'No answer for `GetObject` on `b/k` by `arn:aws:iam::111122223333:role/r`: Slack was away',
    );
  });
});

describe('what does not fit', () => {
  const base = diagnosisOf('nobody-grants');
  const last = (messages: readonly SlackMessage[]) =>
    messageAsText(messages.at(-1) ?? { text: '', blocks: [] })
      .split('\n\n')
      .at(-1);

  test('is counted in the last block, with the command that shows it', () => {
    const [cause] = base.causes;
    const causes = cause === undefined ? [] : Array.from({ length: 200 }, () => cause);
    const messages = renderCausesAndChanges({ ...base, causes });
    expect(messages).toHaveLength(3);
    expect(last(messages)).toMatch(
      /^Left out for Slack's limits: \d+ causes\. All of it:\n`s3-403 diagnose payroll-reports 2026\/10\.csv /,
    );
  });

  test('of a diff is counted below it', () => {
    const [change] = base.suggestions;
    const diff = Array.from({ length: 500 }, (_, row) => `+ "arn:aws:s3:::bucket-${row}/*",`).join('\n');
    const suggestions = change === undefined ? [] : [{ ...change, diff }];
    expect(threadAsText(renderCausesAndChanges({ ...base, suggestions }))).toMatch(
      /… \d+ more lines, in the answer on the command line/,
    );
  });

  test('of a list is counted, were its sentences ever so long', () => {
    const notes = Array.from({ length: 12 }, (_, row) => `${row} ${'x'.repeat(1150)}`);
    const messages = renderCausesAndChanges({ ...base, notes });
    for (const message of messages) expect(messageFaults(message)).toEqual([]);
    expect(threadAsText(messages)).toContain('… and 7 more, in the answer on the command line');
  });

  test('of what changed since the last run is counted', () => {
    const [message] = renderWhatChanged(Array.from({ length: 40 }, (_, row) => `sentence ${row}`));
    expect(messageAsText(message ?? { text: '', blocks: [] })).toContain(
      '… and 28 more, in the answer on the command line',
    );
  });
});

describe('mrkdwn', () => {
  test.each<[string, string, string]>([
    ['a mention of everybody', '<!channel>', '&lt;!channel&gt;'],
    ['a link in disguise', '<https://evil.example|here>', '&lt;https://evil.example|here&gt;'],
    ['what is escaped already', '&lt;', '&amp;lt;'],
    ['an emoji, such as an ARN holds', 'arn:aws:s3', 'arn꞉aws:s3'],
    ['a backtick', 'a`b', 'aˋb'],
    ['what turns the text around', 'a\u202Eb', 'a\\u{202e}b'],
  ])('%s is shown as it is', (_sentence, text, escaped) => expect(escapeMrkdwn(text)).toBe(escaped));

  test('a value cannot leave its code span', () => expect(codeSpan('a`<!here>`b')).toBe('`aˋ&lt;!here&gt;ˋb`'));

  test('a sentence keeps its code spans', () =>
    expect(mrkdwnSentence('Add `arn:aws:s3:::b` to <it>')).toBe('Add `arn:aws:s3:::b` to &lt;it&gt;'));
});
