import type { PrincipalElement, PrincipalEntry } from './policy-document.ts';
import { kindOf, member, members, type PolicyProblems } from './policy-problem.ts';
import { readPrincipalArn } from './principal-entry.ts';
import { code } from './words.ts';

type Kind = Exclude<PrincipalEntry['kind'], 'everyone'>;

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['AWS', 'aws'],
  ['Service', 'service'],
  ['Federated', 'federated'],
  ['CanonicalUser', 'canonicalUser'],
]);

/** Reads a Principal or NotPrincipal element: `"*"`, or a map of principals by their kind. */
export function parsePrincipal(value: unknown, path: string, problems: PolicyProblems): PrincipalElement {
  if (value === '*') return [{ kind: 'everyone' }];
  const map = members(value);
  if (map === undefined) {
    const what = typeof value === 'string' ? code(value) : kindOf(value);
    problems.reject(path, `${what} stands where \`"*"\` or an object is wanted`, 'Write `{"AWS": "…"}`.');
    return [];
  }
  const entries: PrincipalEntry[] = [];
  for (const [key, named] of map) {
    const kind = KINDS.get(key);
    const place = member(path, key);
    if (kind === undefined) {
      problems.reject(
        place,
        `${code(key)} is no kind of principal`,
        `Use one of ${[...KINDS.keys()].map(code).join(', ')}.`,
      );
      continue;
    }
    for (const entry of parseEntries(kind, named, place, problems)) entries.push(entry);
  }
  if (entries.length === 0 && !problems.rejected) problems.suspect(path, 'it names nobody', 'Name a principal.');
  return entries;
}

function parseEntries(kind: Kind, value: unknown, path: string, problems: PolicyProblems): PrincipalEntry[] {
  const listed = Array.isArray(value) ? value : [value];
  const entries: PrincipalEntry[] = [];
  for (const [place, one] of listed.entries()) {
    const at = Array.isArray(value) ? `${path}[${place}]` : path;
    // An account id without quotes, as people write it in YAML.
    const text =
      kind === 'aws' && typeof one === 'number' && Number.isSafeInteger(one) ? String(one).padStart(12, '0') : one;
    if (typeof text !== 'string') {
      problems.reject(at, `${kindOf(one)} stands where a principal is wanted`, 'Write the principal as a string.');
      continue;
    }
    const entry: PrincipalEntry = { kind, value: text };
    entries.push(entry);
    if (entry.kind !== 'aws' || text === '*') continue;
    const named = readPrincipalArn(entry);
    if (named.kind === 'never') {
      problems.suspect(
        at,
        named.because.replace(/^its Principal/, 'it'),
        'Name an account, role, user or session by its whole ARN.',
      );
    }
  }
  return entries;
}
