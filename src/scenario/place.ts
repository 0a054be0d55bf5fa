import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { ScenarioProblem } from './scenario.ts';

/** The YAML file that is being read, and what was found wrong in it. */
export interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly problems: ScenarioProblem[];
}

/** One node of the file and the way to it. */
export interface Place {
  readonly source: Source;
  readonly node: Node | null;
  readonly path: string;
  readonly line: number;
}

export function problem(place: Place, message: string): undefined {
  place.source.problems.push({ line: place.line, path: place.path, message });
  return undefined;
}

/** The place of a node below another; an alias is followed to what it stands for. */
export function placeOf(parent: Place, path: string, node: unknown, fallbackLine = parent.line): Place {
  const resolved = isAlias(node) ? node.resolve(parent.source.document) : node;
  const own = isNode(node) && node.range ? parent.source.lines.linePos(node.range[0]).line : fallbackLine;
  return { source: parent.source, node: isNode(resolved) ? resolved : null, path, line: own };
}

/** A scalar as it is written: an account id keeps its leading zero, `true` is the text `true`. */
export function scalarText(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

export function readText(place: Place): string | undefined {
  const text = scalarText(place.node);
  return text ?? problem(place, `${named(place)} must be a single value`);
}

export function readOneOf<T extends string>(place: Place, allowed: readonly T[]): T | undefined {
  const text = readText(place);
  if (text === undefined) return undefined;
  return (
    allowed.find((value) => value === text) ??
    problem(
      place,
      `${named(place)} is \`${text}\`; it must be one of ${allowed.map((value) => `\`${value}\``).join(', ')}`,
    )
  );
}

export function readBoolean(place: Place): boolean | undefined {
  const text = readOneOf(place, ['true', 'false']);
  return text === undefined ? undefined : text === 'true';
}

export function readList(place: Place): readonly Place[] | undefined {
  if (!isSeq(place.node)) return problem(place, `${named(place)} must be a list`);
  return place.node.items.map((item, index) => placeOf(place, `${place.path}[${index}]`, item));
}

/** The entries of a map whose keys the file's author chooses. */
export function readEntries(place: Place): readonly (readonly [key: string, place: Place])[] | undefined {
  if (place.node === null || (isScalar(place.node) && place.node.value === null)) return [];
  if (!isMap(place.node)) return problem(place, `${named(place)} must be a map of keys and values`);
  return place.node.items.flatMap(({ key, value }) => {
    const name = scalarText(key);
    const line = isNode(key) && key.range ? place.source.lines.linePos(key.range[0]).line : place.line;
    if (name !== undefined) return [[name, placeOf(place, joined(place.path, name), value, line)] as const];
    problem({ ...place, line }, `a key under ${named(place)} is not a plain name`);
    return [];
  });
}

/** The entries of a map whose keys the format fixes; a key it does not know is a problem that names the key and its line. */
export function readFields<K extends string>(
  place: Place,
  fields: Readonly<Record<K, 'required' | 'optional'>>,
): Partial<Record<K, Place>> | undefined {
  const entries = readEntries(place);
  if (entries === undefined) return undefined;
  const names = Object.keys(fields) as readonly string[];
  const isField = (name: string): name is K => names.includes(name);
  const found: Partial<Record<K, Place>> = {};
  for (const [name, value] of entries) {
    if (isField(name)) found[name] = value;
    else
      problem(
        value,
        `unknown key \`${name}\`${place.path === '' ? '' : ` in \`${place.path}\``}; known: ${names.join(', ')}`,
      );
  }
  for (const name of names) {
    if (isField(name) && fields[name] === 'required' && found[name] === undefined) {
      problem(place, `${named(place)} has no \`${name}\``);
    }
  }
  return found;
}

/** Plain JSON, as a policy is. Numbers stay as they are written, so that account ids lose nothing. */
export function readJson(place: Place): unknown {
  const { node } = place;
  if (isMap(node)) {
    return Object.fromEntries((readEntries(place) ?? []).map(([key, value]) => [key, readJson(value)]));
  }
  if (isSeq(node)) return (readList(place) ?? []).map(readJson);
  if (isScalar(node) && typeof node.value === 'boolean') return node.value;
  return scalarText(node) ?? null;
}

export const named = (place: Place): string => (place.path === '' ? 'the file' : `\`${place.path}\``);
const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
