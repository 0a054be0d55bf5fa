import type { ContextChange } from '../evaluate/evaluation.ts';
import { inRange, parseIpRange } from '../policy/ip-range.ts';
import { matchPattern } from '../policy/match-pattern.ts';
import { code } from '../policy/words.ts';
import type { RequestCase } from './case.ts';
import { joined } from './words.ts';

const SHOWN = 3;

/** "if `aws:SourceVpce` is `vpce-1a`": the changes of context that would allow; null if none would. */
export function spokenWouldAllow(request: RequestCase): string | null {
  const changes = changesThatCanBeMade(request);
  return changes.length === 0 ? null : `if ${spokenChanges(changes, request)}`;
}

/** The same as an instruction. */
export function spokenMeet(request: RequestCase): string | undefined {
  const changes = changesThatCanBeMade(request);
  return changes.length === 0 ? undefined : `Make the request so that ${spokenChanges(changes, request)}`;
}

/** A bucket is where it is: its region cannot be another one for the sake of a request. */
function changesThatCanBeMade({ evaluation }: RequestCase): readonly ContextChange[] {
  return evaluation.wouldAllowWith.filter((change) =>
    Object.keys(change).every((key) => key.toLowerCase() !== 'aws:requestedregion'),
  );
}

function spokenChanges(changes: readonly ContextChange[], request: RequestCase): string {
  return joined(
    changes.slice(0, SHOWN).map((change) => spokenChange(change, request)),
    'or',
  );
}

function spokenChange(change: ContextChange, request: RequestCase): string {
  const parts = Object.entries(change).map(([key, value]) => {
    if (value === null) return `${code(key)} is not in it`;
    if (typeof value !== 'string') return `${code(key)} is ${joined(value.map(code), 'and')}`;
    return `${code(key)} ${spokenValue(key, value, request)}`;
  });
  return joined(parts, 'and');
}

/** A value that stands for a range or a pattern of some statement is told by that: any other of it would do as well. */
function spokenValue(key: string, value: string, { lookedAt }: RequestCase): string {
  const written = lookedAt.flatMap(({ statement }) =>
    statement.conditions.filter((condition) => condition.key.toLowerCase() === key.toLowerCase()),
  );
  const values = written.flatMap((condition) => condition.values);
  if (values.includes(value)) return `is ${code(value)}`;
  const range = values.find((text) => isInRange(value, text));
  if (range !== undefined) return `is in ${code(range)}`;
  if (/^(?:true|false)$/.test(value)) return `is ${code(value)}`;
  const pattern = values.find((text) => /[*?]/.test(text) && matchPattern(text, value));
  return pattern === undefined ? `is, for example, ${code(value)}` : `is like ${code(pattern)}`;
}

function isInRange(value: string, text: string): boolean {
  const range = text.includes('/') ? parseIpRange(text) : undefined;
  return range !== undefined && inRange(range, value);
}
