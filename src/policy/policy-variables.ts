import { type ConditionContext, contextValue } from '../request/condition-context.ts';
import { isMultiValuedKey } from './global-condition-keys.ts';
import { literal, type PatternToken, wildcards } from './match-pattern.ts';

/** `${aws:username}`, with or without a default: `${aws:username, 'nobody'}`. */
export interface PolicyVariable {
  readonly kind: 'variable';
  /** The key as written. */
  readonly key: string;
  /** A key that can hold several values is no variable: it never has a value here. */
  readonly multiValued: boolean;
  readonly defaultValue?: string;
}

/** A string of a policy, taken apart once: text, wildcards and policy variables. */
export interface Template {
  readonly text: string;
  readonly parts: readonly (PatternToken | PolicyVariable)[];
  /** Keys of the variables, as written. Empty: `tokens` is the whole template. */
  readonly variables: readonly string[];
}

export interface TemplateRules {
  /** Whether `${…}` is read: only in Version 2012-10-17, and not by every operator. */
  readonly variables: boolean;
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** Variables before this place are text: in a Resource they count only after the fifth colon. */
  readonly variablesFrom?: number;
}

export type Resolved =
  | { readonly kind: 'tokens'; readonly tokens: readonly PatternToken[] }
  /** The request has no single value for the variable and there is no default: nothing is equal to it or like it. */
  | { readonly kind: 'noValue'; readonly key: string }
  | { readonly kind: 'unknown'; readonly keys: readonly string[] };

const ESCAPES: ReadonlyMap<string, string> = new Map(['*', '?', '$'].map((char) => [char, char]));

/**
 * Reads policy variables, the escapes `${*}`, `${?}` and `${$}`, and wildcards. What is no well-formed variable is text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function parseTemplate(text: string, rules: TemplateRules): Template {
  const plain = (piece: string): PatternToken[] =>
    rules.wildcards ? wildcards(piece) : piece === '' ? [] : [literal(piece)];
  if (!rules.variables || !text.includes('${')) return { text, parts: plain(text), variables: [] };
  const parts: (PatternToken | PolicyVariable)[] = [];
  const variables: string[] = [];
  let start = 0;
  let search = rules.variablesFrom ?? 0;
  for (;;) {
    const open = text.indexOf('${', search);
    if (open < 0) break;
    const found = readVariable(text, open + 2);
    search = found?.end ?? open + 2;
    if (found === undefined) continue;
    for (const token of plain(text.slice(start, open))) parts.push(token);
    parts.push(found.part);
    if (found.part.kind === 'variable') variables.push(found.part.key);
    start = search;
  }
  for (const token of plain(text.slice(start))) parts.push(token);
  return { text, parts, variables };
}

/** Puts the request's values in place of the variables. A value is text: its own `*` and `?` are no wildcards. */
export function resolveTemplate(template: Template, context: ConditionContext): Resolved {
  const tokens: PatternToken[] = [];
  const unknown: string[] = [];
  let noValue: string | undefined;
  for (const part of template.parts) {
    if (part.kind !== 'variable') {
      tokens.push(part);
      continue;
    }
    const value = contextValue(context, part.key);
    const single = value.kind === 'known' && value.values.length === 1 && !part.multiValued;
    if (value.kind === 'unknown' && !part.multiValued) unknown.push(part.key);
    else if (single) tokens.push(literal(value.values[0] ?? ''));
    else if (part.defaultValue !== undefined) tokens.push(literal(part.defaultValue));
    else noValue ??= part.key;
  }
  // One variable that certainly has no value decides, whatever the unknown ones turn out to be.
  if (noValue !== undefined) return { kind: 'noValue', key: noValue };
  return unknown.length > 0 ? { kind: 'unknown', keys: unknown } : { kind: 'tokens', tokens };
}

/** The tokens of a template that has no variables. */
export function staticTokens(template: Template): PatternToken[] {
  return template.parts.filter((part) => part.kind !== 'variable');
}

/** Where an ARN's fifth colon is; from there on a Resource may hold variables. Past the end if there are fewer. */
export function afterFifthColon(text: string): number {
  let at = -1;
  for (let colons = 0; colons < 5; colons++) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return text.length;
  }
  return at + 1;
}

/** Reads what follows `${` up to its brace. Every character is looked at a bounded number of times, also in hostile text. */
function readVariable(text: string, from: number): { part: PatternToken | PolicyVariable; end: number } | undefined {
  let at = from;
  while (at < text.length && !"{}'".includes(text.charAt(at))) at++;
  const inside = text.slice(from, at);
  if (text[at] === '}') {
    const escaped = ESCAPES.get(inside);
    if (escaped !== undefined) return { part: literal(escaped), end: at + 1 };
    const key = inside.trim();
    return key === '' || key.includes(',') ? undefined : { part: variable(key), end: at + 1 };
  }
  const key = inside.trim();
  const close = text[at] === "'" ? closingQuote(text, at + 1) : undefined;
  if (close === undefined || key.indexOf(',') !== key.length - 1 || key.length < 2) return undefined;
  const defaultValue = text.slice(at + 1, close).replaceAll("''", "'");
  at = close + 1;
  while (text[at] === ' ') at++;
  if (text[at] !== '}') return undefined;
  return { part: { ...variable(key.slice(0, -1).trimEnd()), defaultValue }, end: at + 1 };
}

const variable = (key: string): PolicyVariable => ({ kind: 'variable', key, multiValued: isMultiValuedKey(key) });

/** Two quotes in a row are one quote of the text. */
function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf("'", from); at >= 0; at = text.indexOf("'", at + 2)) {
    if (text[at + 1] !== "'") return at;
  }
  return undefined;
}
