const SHOWN = 3;
const LONGEST = 200;

/** An identifier in backticks, cut where it is longer than anybody reads. */
export function code(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `\`${shown.replaceAll('`', "'")}\``;
}

/** A few identifiers in backticks, and how many more there are. */
export function list(texts: readonly string[], joint: 'and' | 'or' = 'and'): string {
  const shown = texts.slice(0, SHOWN).map(code);
  const more = texts.length - shown.length;
  if (more > 0) return `${shown.join(', ')} ${joint} ${more} more`;
  const last = shown.pop() ?? 'nothing';
  return shown.length === 0 ? last : `${shown.join(', ')} ${joint} ${last}`;
}

/** The name that was probably meant: the same but for case, or one or two letters off. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  if (lower.length > 60) return undefined;
  const scored = names.map((name) => ({ name, distance: editDistance(lower, name.toLowerCase()) }));
  const [best] = scored.sort((one, other) => one.distance - other.distance);
  return best !== undefined && best.distance <= Math.min(2, Math.floor(lower.length / 3)) ? best.name : undefined;
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [index, char] of [...one].entries()) {
    const next = [index + 1];
    for (let place = 1; place <= other.length; place++) {
      const swap = (row[place - 1] ?? 0) + (other[place - 1] === char ? 0 : 1);
      next.push(Math.min(swap, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
