import { applyEdits, findNodeAtLocation, type JSONPath, modify, type Node, parseTree } from 'jsonc-parser';

/** A statement to be written, in AWS's JSON. */
export interface NewStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export type ListElement = 'Action' | 'NotAction' | 'Resource' | 'NotResource';

/** The smallest things that are done to a policy. Statements are counted from 0; none is ever taken away. */
export type PolicyEdit =
  | { readonly kind: 'addStatement'; readonly statement: NewStatement }
  | { readonly kind: 'addEntry'; readonly statement: number; readonly element: ListElement; readonly value: string }
  | {
      readonly kind: 'addPrincipal';
      readonly statement: number;
      readonly element: 'Principal' | 'NotPrincipal';
      readonly type: string;
      readonly value: string;
    }
  | {
      readonly kind: 'replaceEntry';
      readonly statement: number;
      readonly element: ListElement;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'replacePrincipal'; readonly statement: number; readonly from: string; readonly to: string }
  | {
      readonly kind: 'addCondition';
      readonly statement: number;
      readonly operator: string;
      readonly key: string;
      readonly values: readonly string[];
    }
  /** An element as a whole; undefined takes it away. */
  | { readonly kind: 'setElement'; readonly statement: number; readonly element: string; readonly value: unknown };

/** The text of a policy with the edits made, everything else as it was. The text must be JSON. */
export function editPolicyText(text: string, edits: readonly PolicyEdit[]): string {
  return edits.reduce(editOnce, text);
}

function editOnce(text: string, edit: PolicyEdit): string {
  switch (edit.kind) {
    case 'addStatement':
      return addStatement(text, edit.statement);
    case 'addEntry':
      return addToList(text, [...statementPath(text, edit.statement), edit.element], edit.value);
    case 'addPrincipal':
      return addToList(text, [...statementPath(text, edit.statement), edit.element, edit.type], edit.value);
    case 'replaceEntry':
      return replaceText(text, [...statementPath(text, edit.statement), edit.element], edit.from, edit.to);
    case 'replacePrincipal':
      return replaceText(text, [...statementPath(text, edit.statement), 'Principal'], edit.from, edit.to);
    case 'addCondition':
      return edit.values.reduce(
        (edited, value) =>
          addToList(edited, [...statementPath(edited, edit.statement), 'Condition', edit.operator, edit.key], value),
        text,
      );
    case 'setElement':
      return change(text, [...statementPath(text, edit.statement), edit.element], edit.value);
  }
}

function addStatement(text: string, statement: NewStatement): string {
  const statements = nodeAt(text, ['Statement']);
  if (statements === undefined) return change(text, ['Statement'], [statement]);
  if (statements.type === 'array') {
    return change(text, ['Statement', statements.children?.length ?? 0], statement, true);
  }
  const only: unknown = JSON.parse(text.slice(statements.offset, statements.offset + statements.length));
  return change(text, ['Statement'], [only, statement]);
}

/** A policy with one statement may have it without an array around it. */
function statementPath(text: string, statement: number): JSONPath {
  return nodeAt(text, ['Statement'])?.type === 'array' ? ['Statement', statement] : ['Statement'];
}

/** Adds to an array, or makes an array of the single value that stands there, or writes the first value. */
function addToList(text: string, path: JSONPath, value: string): string {
  const node = nodeAt(text, path);
  if (node === undefined) return change(text, path, value);
  if (node.type === 'array') {
    const last = node.children?.at(-1);
    if (last === undefined || isMultiline(text, node)) {
      return change(text, [...path, node.children?.length ?? 0], value, true);
    }
    return spliced(text, last.offset + last.length, 0, `, ${JSON.stringify(value)}`);
  }
  const old = text.slice(node.offset, node.offset + node.length);
  if (prefersInlineArrays(text)) return spliced(text, node.offset, node.length, `[${old}, ${JSON.stringify(value)}]`);
  return change(text, path, [JSON.parse(old), value]);
}

/** Replaces one text wherever it stands as a value at or below a path. */
function replaceText(text: string, path: JSONPath, from: string, to: string): string {
  const node = nodeAt(text, path);
  const places = node === undefined ? [] : stringsBelow(node).filter(({ value }) => value === from);
  return places
    .sort((a, b) => b.offset - a.offset)
    .reduce((edited, { offset, length }) => spliced(edited, offset, length, JSON.stringify(to)), text);
}

function stringsBelow(node: Node): Node[] {
  if (node.type === 'string') return [node];
  if (node.type === 'property') return node.children?.slice(1).flatMap(stringsBelow) ?? [];
  return node.children?.flatMap(stringsBelow) ?? [];
}

function nodeAt(text: string, path: JSONPath): Node | undefined {
  const root = parseTree(text);
  return root === undefined ? undefined : findNodeAtLocation(root, path);
}

function change(text: string, path: JSONPath, value: unknown, isArrayInsertion = false): string {
  const formattingOptions = { ...indentationOf(text), eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}

const spliced = (text: string, offset: number, length: number, inserted: string) =>
  `${text.slice(0, offset)}${inserted}${text.slice(offset + length)}`;

const isMultiline = (text: string, node: Node) => text.slice(node.offset, node.offset + node.length).includes('\n');

/** The writer of the document puts short lists on one line. */
const prefersInlineArrays = (text: string) => /\[[ \t]*"[^"\n]*"(?:[ \t]*,[ \t]*"[^"\n]*")*[ \t]*\]/.test(text);

function indentationOf(text: string): { tabSize: number; insertSpaces: boolean } {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return indent.startsWith('\t') ? { tabSize: 1, insertSpaces: false } : { tabSize: indent.length, insertSpaces: true };
}

/** A policy in which there is nothing yet. */
export const NEW_POLICY = '{\n  "Version": "2012-10-17",\n  "Statement": []\n}\n';

/** New statements that differ in nothing but their actions, or in nothing but their resources, become one. */
export function mergeNewStatements(edits: readonly PolicyEdit[]): readonly PolicyEdit[] {
  const merged: PolicyEdit[] = [];
  for (const edit of edits) {
    const at = edit.kind === 'addStatement' ? merged.findIndex((other) => mergedEdit(other, edit) !== null) : -1;
    const other = merged[at];
    const together = other === undefined ? null : mergedEdit(other, edit);
    if (together === null) merged.push(edit);
    else merged[at] = together;
  }
  return merged;
}

function mergedEdit(one: PolicyEdit, other: PolicyEdit): PolicyEdit | null {
  if (one.kind !== 'addStatement' || other.kind !== 'addStatement') return null;
  const statement = mergedStatement(one.statement, other.statement);
  return statement === null ? null : { kind: 'addStatement', statement };
}

function mergedStatement(one: NewStatement, other: NewStatement): NewStatement | null {
  if (JSON.stringify({ ...one, Action: '' }) === JSON.stringify({ ...other, Action: '' })) {
    return { ...one, Action: together(one.Action, other.Action) };
  }
  if (JSON.stringify({ ...one, Resource: '' }) === JSON.stringify({ ...other, Resource: '' })) {
    return { ...one, Resource: together(one.Resource, other.Resource) };
  }
  return null;
}

function together(one: string | readonly string[], other: string | readonly string[]): string | readonly string[] {
  const values = [...new Set([one, other].flat())];
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}
