import { describe, expect, test } from 'vitest';
import { askAgain } from '../../src/cli/ask-again.ts';

describe('the command that asks again', () => {
  test.each<[string, readonly string[], string]>([
    ['keeps what was said', ['a b.json', '--json'], `s3-403 event --verbose 'a b.json' --json`],
    ['leaves a secret out', ['e.json', '--external-id', 'TOPSECRET'], 's3-403 event --verbose e.json'],
    ['and one that is written with `=`', ['--external-id=TOPSECRET', 'e.json'], 's3-403 event --verbose e.json'],
    ['and one behind a long dash', ['e.json', '—external-id', 'TOPSECRET'], 's3-403 event --verbose e.json'],
    ['and one in capitals', ['e.json', '--EXTERNAL-ID', 'TOPSECRET'], 's3-403 event --verbose e.json'],
    ['and writes no file again', ['e.json', '--save-snapshot', 'x.json'], 's3-403 event --verbose e.json'],
  ])('%s', (_sentence, words, command) => expect(askAgain('event', words)).toBe(command));
});
