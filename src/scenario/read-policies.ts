import { isMap, isScalar, isSeq } from 'yaml';
import type { AttachedPolicy, OrganizationLevel } from '../evidence/evidence.ts';
import { absent, found, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import { parsePolicyDocument } from '../policy/parse-policy-document.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import type { PolicyType } from '../policy/policy-problem.ts';
import { named, type Place, placeOf, problem, readFields, readJson, readList, readText, scalarText } from './place.ts';

/** A part of the evidence: a value, `absent`, or `{ unreadable: permission }`. */
export function readReading<T>(place: Place | undefined, read: (place: Place) => T | undefined): Reading<T> {
  if (place === undefined || scalarText(place.node) === 'absent') return absent;
  const unread = readUnreadable(place);
  if (unread !== undefined) return unread;
  const value = read(place);
  return value === undefined ? absent : found(value);
}

/** `{ unreadable: permission }`; undefined for anything else. */
export function readUnreadable(place: Place): Unreadable | undefined {
  if (!isMap(place.node) || place.node.items.length !== 1 || !place.node.has('unreadable')) return undefined;
  const needs = readFields(place, { unreadable: 'required' })?.unreadable;
  const permission = needs && readText(needs);
  return permission === undefined
    ? undefined
    : unreadable(permission, 'the scenario leaves it unread', undefined, 'denied');
}

/** The document of a policy; an error of the file if it is none that AWS would take. */
export function readDocument(place: Place, type: PolicyType): PolicyDocument | Unreadable | undefined {
  const unread = readUnreadable(place);
  if (unread !== undefined) return unread;
  const source = isScalar(place.node) ? scalarText(place.node) : readJson(place);
  const parsed = parsePolicyDocument(source, type);
  if (parsed.kind === 'parsed') return parsed.document;
  for (const { path, what, help, rejected } of parsed.problems) {
    if (!rejected) continue;
    const at = within(place, path);
    const where = path === '' ? '' : `${path}: `;
    const message = `${named(place)} is not a policy: ${where}${what}. ${help}`;
    problem({ ...at, path: path === '' ? place.path : `${place.path}.${path}` }, message);
  }
  return undefined;
}

/** The node that a place such as `Statement[2].Condition` in a document means, or the nearest above it. */
function within(place: Place, path: string): Place {
  let at = place;
  for (const [, name, quoted, index] of path.matchAll(/\.?([\w:/-]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g)) {
    const { node } = at;
    const key = name ?? quoted;
    const item = isSeq(node) && index !== undefined ? node.items[Number(index)] : undefined;
    const pair =
      isMap(node) && key !== undefined ? node.items.find((candidate) => scalarText(candidate.key) === key) : undefined;
    const next = placeOf(at, at.path, item ?? pair?.value);
    if (next.node === null) return pair === undefined ? at : placeOf(at, at.path, pair.key);
    at = next;
  }
  return at;
}

/** `{ document: … }`, with a name if it is given one. */
export function readPolicy(place: Place, name: string, type: PolicyType): AttachedPolicy | undefined {
  const fields = readFields(place, { name: 'optional', arn: 'optional', via: 'optional', document: 'required' });
  const document = fields?.document && readDocument(fields.document, type);
  if (fields === undefined || document === undefined) return undefined;
  const arn = fields.arn && readText(fields.arn);
  const via = fields.via && readText(fields.via);
  return {
    name: (fields.name && readText(fields.name)) ?? name,
    document,
    ...(arn === undefined ? {} : { arn }),
    ...(via === undefined ? {} : { via }),
  };
}

/** A list of policies; one alone may stand without the list. */
export function readPolicies(place: Place, name: string, type: PolicyType): readonly AttachedPolicy[] {
  if (isMap(place.node)) return [readPolicy(place, name, type)].filter((policy) => policy !== undefined);
  const entries = readList(place) ?? [];
  return entries
    .map((entry, index) => readPolicy(entry, entries.length === 1 ? name : `${name} ${index + 1}`, type))
    .filter((policy) => policy !== undefined);
}

/** One entry a level of the organization, root first. */
export function readLevels(place: Place, name: string, type: PolicyType): readonly OrganizationLevel[] | undefined {
  if (!isSeq(place.node)) {
    return problem(
      place,
      `${named(place)} must be a list of levels, root first: \`[{ target: root, policies: […] }, …]\``,
    );
  }
  return (readList(place) ?? []).flatMap((entry): readonly OrganizationLevel[] => {
    const fields = readFields(entry, { target: 'required', name: 'optional', policies: 'required' });
    const target = fields?.target && readText(fields.target);
    if (fields?.policies === undefined || target === undefined) return [];
    const levelName = fields.name && readText(fields.name);
    const policies = readUnreadable(fields.policies) ?? readPolicies(fields.policies, `${name} on ${target}`, type);
    return [{ target, policies, ...(levelName === undefined ? {} : { name: levelName }) }];
  });
}
