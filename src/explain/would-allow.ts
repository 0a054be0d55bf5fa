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

/** Who calls, what for, when and on whose resource is not changed for the sake of a request; nor is the region of a bucket. */
const GIVEN =
  /^(?:aws:(?:requestedregion|currenttime|epochtime|principal(?:arn|account|orgid|orgpaths|type|isawsservice|servicename)|userid|username|source(?:arn|account|orgid|orgpaths)|resource(?:account|orgid|orgpaths))|s3:resourceaccount|kms:(?:viaservice|calleraccount|encryptioncontext.*))$/i;

function changesThatCanBeMade({ evaluation }: RequestCase): readonly ContextChange[] {
  return evaluation.wouldAllowWith.filter((change) => !Object.keys(change).some((key) => GIVEN.test(key)));
}

function spokenChanges(changes: readonly ContextChange[], request: RequestCase): string {
  return joined(
    changes.slice(0, SHOWN).map((change) => spokenChange(change, request)),
    'or',
  );
}

function spokenChange(change: ContextChange, request: RequestCase): string {
  const parts = Object.entries(change).map(([changed, value]) => {
    const key = asWritten(changed, request);
    if (value === null) return isImplied(key, change) ? '' : `${code(key)} is not in the request`;
    if (typeof value !== 'string') return `${code(key)} is ${joined(value.map(code), 'and')}`;
    const wanted = wantedValue(key, value, request);
    const way = WAYS[key.toLowerCase()];
    if (way !== undefined) return way(wanted, change);
    return `${code(key)} ${IS[wanted.kind]} ${code(wanted.text)}`;
  });
  return joined(
    parts.filter((part) => part !== ''),
    'and',
  );
}

/** Keys are compared without regard to case; they are told as the policy writes them. */
function asWritten(key: string, { lookedAt }: RequestCase): string {
  const keys = lookedAt.flatMap(({ trace, statement }) => [
    ...statement.conditions.map((condition) => condition.key),
    ...trace.unknownKeys,
  ]);
  return keys.find((written) => written.toLowerCase() === key.toLowerCase()) ?? key;
}

/** A value that stands for a range or a pattern of some statement is told by that: any other of it would do as well. */
interface WantedValue {
  readonly kind: 'exactly' | 'range' | 'pattern' | 'example';
  readonly text: string;
}

const IS: Record<WantedValue['kind'], string> = {
  exactly: 'is',
  range: 'is in',
  pattern: 'matches',
  example: 'is, for example,',
};

const SUCH: Record<WantedValue['kind'], string> = {
  exactly: '',
  range: 'in ',
  pattern: 'that matches ',
  example: 'such as ',
};

/** The way that a request took, in words. */
const WAYS: Readonly<Record<string, (wanted: WantedValue, change: ContextChange) => string>> = {
  'aws:sourcevpce': (wanted) => `it comes through ${wanted.kind === 'exactly' ? '' : 'a '}VPC endpoint ${such(wanted)}`,
  'aws:sourcevpc': (wanted) => `it comes from ${wanted.kind === 'exactly' ? '' : 'a '}VPC ${such(wanted)}`,
  'aws:sourceip': (wanted, change) =>
    `it comes from ${wanted.kind === 'exactly' ? '' : 'an address '}${such(wanted)}${
      Object.keys(change).some((key) => /^aws:sourcevpce?$/i.test(key)) ? ', and through no VPC endpoint' : ''
    }`,
};

const such = ({ kind, text }: WantedValue) => `${SUCH[kind]}${code(text)}`;

/** A request through a VPC endpoint has no `aws:SourceIp`, and one that has it came through none. */
function isImplied(key: string, change: ContextChange): boolean {
  const set = Object.entries(change).flatMap(([other, value]) => (value === null ? [] : [other.toLowerCase()]));
  return key.toLowerCase() === 'aws:sourceip'
    ? set.includes('aws:sourcevpce') || set.includes('aws:sourcevpc')
    : /^aws:sourcevpce?$/i.test(key) && set.includes('aws:sourceip');
}

function wantedValue(key: string, value: string, { lookedAt }: RequestCase): WantedValue {
  const written = lookedAt.flatMap(({ statement }) =>
    statement.conditions.filter((condition) => condition.key.toLowerCase() === key.toLowerCase()),
  );
  const values = written.flatMap((condition) => condition.values);
  if (values.includes(value)) return { kind: 'exactly', text: value };
  const range = values.find((text) => isInRange(value, text));
  if (range !== undefined) return { kind: 'range', text: range };
  if (/^(?:true|false)$/.test(value)) return { kind: 'exactly', text: value };
  const pattern = values.find((text) => /[*?]/.test(text) && matchPattern(text, value));
  return pattern === undefined ? { kind: 'example', text: value } : { kind: 'pattern', text: pattern };
}

function isInRange(value: string, text: string): boolean {
  const range = text.includes('/') ? parseIpRange(text) : undefined;
  return range !== undefined && inRange(range, value);
}
