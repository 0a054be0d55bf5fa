import { compilePattern, literal, type Matches, type PatternToken } from './match-pattern.ts';
import { remembered } from './remembered.ts';

const PARTS = 6;

/** The six parts of an ARN (`arn`, partition, service, region, account, resource); undefined for text that is no ARN. */
function arnParts(value: string): readonly string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  while (parts.length < PARTS - 1) {
    const colon = value.indexOf(':', start);
    if (colon < 0) return undefined;
    parts.push(value.slice(start, colon));
    start = colon + 1;
  }
  parts.push(value.slice(start));
  return parts;
}

const readParts = remembered((value) => arnParts(value) ?? null);

/**
 * A matcher of ARNs as ArnEquals and ArnLike compare them: each of the six parts on its own, so that a `*` does not reach
 * into the next part. Undefined if the pattern does not have six parts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArnPattern(tokens: readonly PatternToken[]): Matches | undefined {
  const patterns = splitTokens(tokens);
  if (patterns.length < PARTS) return undefined;
  const matchers = patterns.map(compilePattern);
  return (value) => {
    const parts = readParts(value);
    if (parts === null) return false;
    // From the end: resource and account tell ARNs apart sooner than `arn:aws`.
    for (let part = PARTS - 1; part >= 0; part--) {
      if (matchers[part]?.(parts[part] ?? '') !== true) return false;
    }
    return true;
  };
}

function splitTokens(tokens: readonly PatternToken[]): PatternToken[][] {
  const parts: PatternToken[][] = [];
  let open: PatternToken[] = [];
  for (const token of tokens) {
    if (token.kind !== 'text') {
      open.push(token);
      continue;
    }
    let text = token.text;
    while (parts.length < PARTS - 1) {
      const colon = text.indexOf(':');
      if (colon < 0) break;
      if (colon > 0) open.push(literal(text.slice(0, colon)));
      parts.push(open);
      open = [];
      text = text.slice(colon + 1);
    }
    if (text !== '') open.push(literal(text));
  }
  parts.push(open);
  return parts;
}
