import { found, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import { SELF } from './gate.ts';
import type { Inputs } from './inputs.ts';
import { permissionOf } from './permissions.ts';
import { type ReadRequest, read } from './read.ts';
import type { ReadName } from './reads.ts';

export interface Pages<N extends ReadName, T, I> {
  readonly items: (page: T) => readonly I[];
  /** What asks for the page after this one; undefined on the last; `lost` where there is more and no word where. */
  readonly next: (page: T) => Partial<Inputs[N]> | undefined | 'lost';
  /** Pages that are read at most; a hundred if it is left out. */
  readonly most?: number;
}

const MOST_PAGES = 100;

/** Every item of a list that AWS gives in pages. A list of which one page could not be read is unreadable, never shorter. */
export async function readAll<N extends ReadName, T, I>(
  session: CollectSession,
  name: N,
  request: ReadRequest<N, T>,
  { items, next, most = MOST_PAGES }: Pages<N, T, I>,
): Promise<Reading<readonly I[]>> {
  const all: I[] = [];
  let input = request.input;
  for (let page = 0; page < most; page += 1) {
    const reading = await read(session, name, { ...request, input });
    if (reading.kind !== 'found') return reading;
    all.push(...items(reading.value));
    const more = next(reading.value);
    if (more === undefined) return found(all);
    if (more === 'lost') return incomplete(name, request, 'is truncated and does not say where it goes on');
    input = { ...request.input, ...more };
  }
  return incomplete(name, request, `has more than the ${most} pages that are read of it`);
}

function incomplete(name: ReadName, { account }: { readonly account: string }, how: string): Unreadable {
  const because = `the answer to \`${name.slice(name.indexOf(':') + 1)}\` ${how}`;
  return unreadable(permissionOf(name), because, account === SELF ? undefined : account, 'malformed');
}
