import type { CompiledCondition } from './compile-condition.ts';
import { parseDate, parseNumber } from './condition-values.ts';
import { formatIpAddress, type IpRange, parseIpRange } from './ip-range.ts';

/** Values that conditions name, and values before, after and between them. */
export interface TypedCandidates {
  readonly named: readonly string[];
  readonly others: readonly string[];
}

/** The numbers, dates, addresses, booleans and bytes that tell the conditions apart. */
export function typedCandidates(conditions: readonly CompiledCondition[]): TypedCandidates {
  const texts = (comparison: string): string[] =>
    conditions
      .filter(({ written }) => written?.operator.comparison === comparison)
      .flatMap(({ operands }) => operands.map(({ text }) => text));
  const parts = [
    numbers(texts('number')),
    dates(texts('date'), conditions[0]?.key === 'aws:epochtime'),
    addresses(texts('ip')),
    { named: texts('boolean').length > 0 ? ['true', 'false'] : [], others: [] },
    { named: texts('binary'), others: ['ZXhhbXBsZQ=='] },
  ];
  return { named: parts.flatMap(({ named }) => named), others: parts.flatMap(({ others }) => others) };
}

const NONE: TypedCandidates = { named: [], others: [] };

function numbers(operands: readonly string[]): TypedCandidates {
  const bounds = sorted(operands.flatMap((text) => parseNumber(text) ?? []));
  const whole = bounds.every(Number.isInteger);
  const [first] = bounds;
  const last = bounds.at(-1);
  if (first === undefined || last === undefined) return NONE;
  const between = bounds.slice(1).flatMap((bound, index) => {
    const before = bounds[index] ?? bound;
    const middle = (before + bound) / 2;
    if (!whole) return [middle];
    return bound - before > 1 ? [Math.floor(middle)] : [];
  });
  // What AWS counts and measures is never below zero.
  const below = first > 0 ? [whole ? first - 1 : first / 2] : first < 0 ? [first - 1] : [];
  return { named: bounds.map(String), others: [...below, ...between, last + 1].map(String) };
}

function dates(operands: readonly string[], epoch: boolean): TypedCandidates {
  const bounds = sorted(operands.flatMap((text) => parseDate(text) ?? []));
  const [first] = bounds;
  const last = bounds.at(-1);
  if (first === undefined || last === undefined) return NONE;
  const between = bounds.slice(1).map((bound, index) => Math.floor(((bounds[index] ?? bound) + bound) / 2));
  const spelled = (time: number): string[] => {
    if (epoch) return time < 0 ? [] : [String(time / 1000)];
    const date = new Date(time);
    const year = date.getUTCFullYear();
    return year >= 0 && year <= 9999 ? [date.toISOString().replace('.000Z', 'Z')] : [];
  };
  return {
    named: bounds.flatMap(spelled),
    others: [first - DAY, ...between, last + DAY].flatMap(spelled),
  };
}

const DAY = 86_400_000;

/** One address for every piece into which the ranges cut the address space. */
function addresses(operands: readonly string[]): TypedCandidates {
  const ranges = operands.flatMap((text) => parseIpRange(text) ?? []);
  const addresses = ([4, 6] as const).flatMap((family) => {
    const own = ranges.filter((range) => range.family === family);
    return own.length === 0 ? [] : pieces(own, family === 4 ? 32n : 128n).map((address) => ({ family, address }));
  });
  const inside = ({ family, address }: { readonly family: 4 | 6; readonly address: bigint }): boolean =>
    ranges.some((range) => range.family === family && range.first <= address && address <= range.last);
  const spelled = ({ family, address }: { readonly family: 4 | 6; readonly address: bigint }): string =>
    formatIpAddress(family, address);
  return {
    named: addresses.filter(inside).map(spelled),
    others: addresses.filter((one) => !inside(one)).map(spelled),
  };
}

function pieces(ranges: readonly IpRange[], bits: bigint): bigint[] {
  const end = 1n << bits;
  const cuts = [...new Set([0n, ...ranges.flatMap(({ first, last }) => [first, last + 1n]), end])];
  cuts.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return cuts.slice(1).map((cut, index) => {
    const first = cuts[index] ?? 0n;
    // A host's address rather than that of the network, where there is room.
    return cut - first > 2n ? first + 1n : first;
  });
}

const sorted = (values: readonly number[]): number[] => [...new Set(values)].sort((one, other) => one - other);
