import { expect, test } from 'vitest';
import { readableText } from '../../src/explain/policy-diff.ts';
import { cpuMilliseconds } from '../cpu-milliseconds.ts';

const source = {
  Version: '2012-10-17',
  Statement: Array.from({ length: 500 }, (_none, index) => ({
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::example-reports/${index}/*`,
  })),
};

test('a document is written out once, however many of its statements are spoken of', () => {
  const document = { text: JSON.stringify(source), source };
  let text = '';
  const once = cpuMilliseconds(() => {
    text = readableText(document);
  });
  const often = cpuMilliseconds(() => {
    for (let time = 0; time < 500; time += 1) expect(readableText(document) === text).toBe(true);
  });
  expect(text.split('\n')).toHaveLength(500 * 5 + 5);
  expect(often).toBeLessThan(Math.max(once, 5) * 50);
});
