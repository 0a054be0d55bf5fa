import { type ConditionContext, contextValue } from '../request/condition-context.ts';
import { compilePattern, literal, type PatternToken } from './match-pattern.ts';
import type { Template } from './policy-variables.ts';

const MOST = 64;
const MOST_TRIED = 10_000;

/**
 * The texts that a variable must be for its template to match a subject. Other variables stand for their value, or for
 * anything where that is not known.
 */
export function fillings(
  template: Template,
  key: string,
  subject: string,
  context: ConditionContext,
): { readonly texts: readonly string[]; readonly overBound: boolean } {
  const isKey = (place: number): boolean => {
    const part = template.parts[place];
    return part?.kind === 'variable' && part.key.toLowerCase() === key;
  };
  const first = template.parts.findIndex((_, place) => isKey(place));
  if (first < 0) return { texts: [], overBound: false };
  const tokens = (from: number, to: number, value?: string): PatternToken[] =>
    template.parts.slice(from, to).flatMap((part, offset): PatternToken[] => {
      if (part.kind !== 'variable') return [part];
      if (isKey(from + offset)) return value === undefined ? [{ kind: 'many' }] : [literal(value)];
      const other = contextValue(context, part.key);
      if (other.kind === 'known' && other.values.length === 1) return [literal(other.values[0] ?? '')];
      if (other.kind === 'unknown') return [{ kind: 'many' }];
      return part.defaultValue === undefined ? [{ kind: 'many' }] : [literal(part.defaultValue)];
    });
  const before = compilePattern(tokens(0, first));
  const after = compilePattern(tokens(first + 1, template.parts.length));
  const starts = places(subject).filter((at) => before(subject.slice(0, at)));
  const ends = places(subject).filter((at) => after(subject.slice(at)));
  const texts = new Set<string>();
  let tried = 0;
  for (const start of starts) {
    for (const end of ends) {
      if (end < start) continue;
      if (++tried > MOST_TRIED) return { texts: [...texts], overBound: true };
      const text = subject.slice(start, end);
      if (texts.has(text) || !compilePattern(tokens(0, template.parts.length, text))(subject)) continue;
      if (texts.size >= MOST) return { texts: [...texts], overBound: true };
      texts.add(text);
    }
  }
  return { texts: [...texts], overBound: false };
}

/** Every place in the text, and the one after its end. Nobody writes a template for texts longer than S3's keys. */
const places = (text: string): number[] => Array.from({ length: Math.min(text.length, 2_000) + 1 }, (_, at) => at);
