/**
 * JSON pasted into a YAML file keeps its own indentation: tabs, or a closing brace under the key it belongs to. YAML wants
 * every line of it deeper than that key. Gives the text with those lines moved to the right; no line is added or removed.
 */
export function indentJson(text: string): string {
  const lines = text.split('\n');
  const out: string[] = [];
  let state: Flow = OUTSIDE;
  for (const [index, line] of lines.entries()) {
    const opens = state.depth > 0 || (/^\s*[[{]/.test(line) && /[:-]\s*$/.test(previousText(lines, index)));
    out.push(opens ? `${DEEP}${line.trimStart()}` : line);
    state = scan(line, opens && state.depth === 0 ? { ...state, starts: true } : state);
  }
  return out.join('\n');
}

const DEEP = ' '.repeat(60);

interface Flow {
  readonly depth: number;
  readonly quote: '' | '"' | "'";
  readonly starts: boolean;
}
const OUTSIDE: Flow = { depth: 0, quote: '', starts: false };

function previousText(lines: readonly string[], index: number): string {
  for (let at = index - 1; at >= 0; at -= 1) {
    const line = lines[at]?.replace(/(^|\s)#.*$/, '') ?? '';
    if (line.trim() !== '') return line;
  }
  return '';
}

/** Follows brackets and quotes through one line. Outside of JSON, a bracket opens one only where a value begins. */
function scan(line: string, before: Flow): Flow {
  let { depth, quote } = before;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (quote !== '') {
      if (quote === '"' && char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (depth > 0) {
      if (char === '"' || char === "'") quote = char;
      else if (char === '#' && /\s/.test(line[at - 1] ?? ' ')) break;
      else if (char === '{' || char === '[') depth += 1;
      else if (char === '}' || char === ']') depth -= 1;
    } else if (char === '#' && /\s/.test(line[at - 1] ?? ' ')) {
      break;
    } else if ((char === '{' || char === '[') && beginsValue(line.slice(0, at), before.starts)) {
      depth += 1;
    }
  }
  return { depth, quote: depth > 0 ? quote : '', starts: false };
}

const beginsValue = (ahead: string, starts: boolean): boolean =>
  /(?:^|[\s])(?:-|[^\s].*:)\s+$|^\s*-\s+$/.test(ahead) || (starts && ahead.trim() === '');
