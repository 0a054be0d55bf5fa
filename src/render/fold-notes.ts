import { capitalized } from '../explain/words.ts';

/** Notes that begin alike ("Taken for granted: …") in one sentence. */
export function foldNotes(notes: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const note of notes) {
    const colon = note.indexOf(': ');
    const heading = capitalized(colon < 0 ? note.replace(/\.$/, '') : note.slice(0, colon));
    const rest = colon < 0 ? [] : [note.slice(colon + 2).replace(/\.$/, '')];
    groups.set(heading, [...(groups.get(heading) ?? []), ...rest]);
  }
  return [...groups].map(([heading, rests]) => (rests.length === 0 ? heading : `${heading}: ${rests.join('; ')}`));
}
