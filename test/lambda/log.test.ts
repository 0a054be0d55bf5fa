import { describe, expect, test } from 'vitest';
import { errorWords, jsonLog } from '../../src/lambda/log.ts';

const logged = (perform: (log: ReturnType<typeof jsonLog>) => void, threshold?: Parameters<typeof jsonLog>[0]) => {
  const lines: string[] = [];
  perform(jsonLog(threshold, (line) => lines.push(line)));
  return lines;
};

describe('the log', () => {
  test('is one JSON object a line', () => {
    const [line = ''] = logged((log) =>
      log('info', 'answered\nwell', { jobId: 'j', verdict: 'deny', userId: undefined }),
    );
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'INFO',
      message: 'answered\nwell',
      jobId: 'j',
      verdict: 'deny',
    });
  });

  test('leaves out what is below its level', () => {
    const all = (log: ReturnType<typeof jsonLog>) => {
      for (const level of ['debug', 'info', 'warn', 'error'] as const) log(level, level);
    };
    const levels = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).message);
    expect(levels(logged(all))).toEqual(['info', 'warn', 'error']);
    expect(levels(logged(all, 'error'))).toEqual(['error']);
  });
});

test.each<[unknown, string]>([
  [new TypeError('no'), 'TypeError: no'],
  ['text', 'text'],
  [undefined, 'undefined'],
])('%s in words', (error, words) => expect(errorWords(error)).toBe(words));
