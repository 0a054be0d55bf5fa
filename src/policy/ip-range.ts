import { remembered } from './remembered.ts';

/** A range of addresses of one family, by its first and last address. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;
const MAPPED = 0xffffn << 32n;

/** An address; undefined for text that is none. An IPv4 address written as IPv6 (`::ffff:203.0.113.7`) is IPv4. */
export function parseIpAddress(text: string): { family: 4 | 6; address: bigint } | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return { family: 4, address: four };
  const six = parseIpv6(text);
  if (six === undefined) return undefined;
  return six >> 32n === MAPPED >> 32n ? { family: 4, address: six - MAPPED } : { family: 6, address: six };
}

/**
 * A CIDR block, or one address without a prefix length. Bits after the prefix length do not matter. Undefined for text that
 * is neither. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const ip = parseIpAddress(slash < 0 ? text : text.slice(0, slash));
  if (ip === undefined) return undefined;
  const bits = BITS[ip.family];
  const prefix = slash < 0 ? bits : parsePrefix(text.slice(slash + 1), text.includes(':') ? 128 - bits : 0);
  if (prefix === undefined || prefix > bits || prefix < 0) return undefined;
  const hostBits = BigInt(bits - prefix);
  const first = (ip.address >> hostBits) << hostBits;
  return { family: ip.family, first, last: first + (1n << hostBits) - 1n };
}

/** An address as people write it, IPv6 in its full eight groups without leading zeros. */
export function formatIpAddress(family: 4 | 6, address: bigint): string {
  const width = family === 4 ? 8n : 16n;
  const groups: string[] = [];
  for (let shift = BigInt(BITS[family]) - width; shift >= 0n; shift -= width) {
    const group = (address >> shift) & ((1n << width) - 1n);
    groups.push(group.toString(family === 4 ? 10 : 16));
  }
  return groups.join(family === 4 ? '.' : ':');
}

const readAddress = remembered((text) => parseIpAddress(text) ?? null);

export function inRange({ family, first, last }: IpRange, text: string): boolean {
  const ip = readAddress(text);
  return ip !== null && ip.family === family && ip.address >= first && ip.address <= last;
}

/** Whether a text is one address, and no range. */
export const isIpAddress = (text: string): boolean => readAddress(text) !== null;

/** `shift`: by how much a prefix length counts more bits than the family has, for IPv4 written as IPv6. */
function parsePrefix(text: string, shift: number): number | undefined {
  return /^\d{1,3}$/.test(text) ? Number(text) - shift : undefined;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function parseIpv4(text: string): bigint | undefined {
  const parts = IPV4.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return BigInt(parts.reduce((address, part) => address * 256 + part, 0));
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45 || !text.includes(':')) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map(parseGroups);
  const [head, tail] = groups;
  if (head === undefined || groups.includes(undefined)) return undefined;
  if (tail === undefined) return halves.length === 1 && head.length === 8 ? join(head) : undefined;
  const missing = 8 - head.length - tail.length;
  return missing >= 1 ? join([...head, ...new Array<number>(missing).fill(0), ...tail]) : undefined;
}

/** The groups of one side of `::`; its last may be an IPv4 address, which is two groups. */
function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [place, part] of parts.entries()) {
    const four = place === parts.length - 1 ? parseIpv4(part) : undefined;
    if (four !== undefined) groups.push(Number(four >> 16n), Number(four & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

const join = (groups: readonly number[]): bigint =>
  groups.reduce((address, group) => (address << 16n) | BigInt(group), 0n);
