import { expect, test } from 'vitest';
import type { TopicNote } from '../../src/evidence/collected.ts';
import { untoldNotes } from '../../src/explain/told-notes.ts';

const locked: TopicNote = { topic: 'objectLocked', says: 'One thing.' };
const pays: TopicNote = { topic: 'requesterPays', says: 'Another thing.' };
const website = 'The URL is of a website endpoint: it takes every request as anonymous.';
const notes = ['Taken for granted: TLS.', locked.says, pays.says, website];

test.each<[string, readonly string[], readonly string[]]>([
  ['a note is told where no cause tells it', [], notes],
  ['a note is not told twice, whatever its words', ['object-locked'], [notes[0] ?? '', pays.says, website]],
  ['nor one of the doors', ['website-endpoint'], notes.slice(0, 3)],
  ['another cause leaves it', ['explicit-deny'], notes],
])('%s', (_sentence, codes, told) => expect(untoldNotes(notes, [locked, pays], codes)).toEqual(told));
