import type { Diagnosis } from '../../explain/diagnosis.ts';
import { spokenCause } from '../spoken-cause.ts';
import { type Look, paint, wrapSentence } from './look.ts';

/** What decides, what would block next, what came close: each with why, what to do and AWS's page. */
export function renderCauses({ causes, decision }: Diagnosis, look: Look): string[] {
  if (causes.length === 0) return [];
  const told = causes.map((cause, index) => {
    const { why, help, docs, code } = cause;
    return [
      wrapSentence(spokenCause(cause, index, decision), look, { indent: 2, hang: 3 }),
      ...[why, help].filter((part) => part !== '').map((part) => wrapSentence(part, look, { indent: 5, hang: 0 })),
      `     ${paint(`${docs} [${code}]`, 'dim', look)}`,
    ].join('\n');
  });
  return [[paint('Why', 'bold', look), ...told].join('\n')];
}
