import type { Suggestion } from '../../src/explain/diagnosis.ts';
import { BUCKET, type Organization, OWN, POINT, placeKey, SHARED } from './organization.ts';

/** The key under which the organization keeps the document that a suggestion changes. */
function keptAt({ layer, target, policy }: Suggestion): string {
  const alone = target === SHARED || target === BUCKET || target === POINT || layer === 'keyPolicy';
  if (layer === 'permissionsBoundary' || layer === 'serviceControlPolicies' || layer === 'resourceControlPolicies')
    throw new Error(`a change of ${layer} is never verified without its owner (account ${OWN})`);
  return placeKey(target, alone ? '' : policy);
}

/** The organization after a person has applied the diff to the document, as `jq .` or AWS shows it. */
export function applied(org: Organization, suggestion: Suggestion): Organization {
  const key = keptAt(suggestion);
  const text = org.texts.get(key);
  const changed = patched(text === undefined ? '' : shown(text), suggestion.diff);
  return { ...org, texts: new Map([...org.texts, [key, changed]]) };
}

/** Text of one line is read with `jq .`; other text is read as it is. */
export function shown(text: string): string {
  const lines = text.trim().includes('\n') ? text : JSON.stringify(JSON.parse(text), null, 2);
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}

/** A unified diff applied to the letter: every line of context and every removed line must be there, where it says. */
export function patched(text: string, diff: string): string {
  const old = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const rows = diff.replace(/\n$/, '').split('\n');
  const made: string[] = [];
  let at = 0;
  let open = { before: 0, after: 0 };
  for (const row of rows) {
    const hunk = /^@@ -(?<from>\d+),(?<before>\d+) \+\d+,(?<after>\d+) @@$/.exec(row)?.groups;
    if (open.before === 0 && open.after === 0) {
      if (hunk === undefined) continue;
      const start = Math.max(0, Number(hunk.from) - 1);
      made.push(...old.slice(at, start));
      at = start;
      open = { before: Number(hunk.before), after: Number(hunk.after) };
      continue;
    }
    const sign = row.charAt(0);
    const rest = row.slice(1);
    if (sign === ' ' || sign === '-') {
      if (old[at] !== rest)
        throw new Error(`line ${at + 1} is ${JSON.stringify(old[at])}, not ${JSON.stringify(rest)}`);
      at += 1;
      open = { ...open, before: open.before - 1 };
    }
    if (sign === ' ' || sign === '+') {
      made.push(rest);
      open = { ...open, after: open.after - 1 };
    }
  }
  if (open.before !== 0 || open.after !== 0) throw new Error('the last hunk is not whole');
  return `${[...made, ...old.slice(at)].join('\n')}\n`;
}
