import { SPOKEN } from '../evidence/layers.ts';
import type { CliPorts, Progress } from './cli-ports.ts';

const STATES: Record<Progress['state'], string | null> = {
  reading: null,
  found: 'read',
  absent: 'there is none',
  unreadable: 'could not be read',
};

/** A line on standard error for each layer that was read, once; nothing where nobody watches. */
export function progressLines({ stderr }: CliPorts): (progress: Progress) => void {
  if (!stderr.isTerminal) return () => {};
  const told = new Set<string>();
  return ({ layer, state }) => {
    const words = STATES[state];
    if (words === null || told.has(layer)) return;
    told.add(layer);
    stderr.write(`  ${SPOKEN[layer]}: ${words}\n`);
  };
}
