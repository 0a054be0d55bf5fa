import type { Diagnosis } from '../../explain/diagnosis.ts';
import { spokenChange, spokenDenied, spokenLooked, timed } from '../spoken-trail.ts';
import { type Look, titled } from './look.ts';

/** What CloudTrail knows: who changed what lately, and the denied calls. */
export function renderTrail({ trail }: Diagnosis, look: Look): string[] {
  return [
    ...list(
      'Changed recently',
      trail.changes.map((change) => timed(change.at, spokenChange(change))),
      look,
    ),
    ...list(
      'Denied calls in CloudTrail',
      trail.deniedEvents.map((event) => timed(event.at, spokenDenied(event))),
      look,
    ),
  ];
}

/** Where we looked for it, and what stood in the way. */
export function renderLooked(diagnosis: Diagnosis, look: Look): string[] {
  return list('Where CloudTrail was looked at', spokenLooked(diagnosis), look);
}

const list = (title: string, sentences: readonly string[], look: Look): string[] =>
  sentences.length === 0 ? [] : [titled(title, sentences, look)];
