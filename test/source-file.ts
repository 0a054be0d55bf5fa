import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface Import {
  /** As written: `./x.ts`, `node:fs`, `zod`. */
  readonly specifier: string;
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** Below `src`, with forward slashes: `collect/read.ts`. */
  readonly path: string;
  readonly text: string;
  /** The text with comments and the insides of strings blanked, so that words in prose are not taken for code. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/;
const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/;
// A slash that follows one of these begins a regular expression; one that follows a value divides.
const REGEXP = /(?<=(?:[(,=:[!&|?{};]|=>|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/;
const TOKENS = new RegExp([COMMENT, STRING, REGEXP].map(({ source }) => source).join('|'), 'g');

const blank = (text: string) => text.replace(/[^\n]/g, ' ');
const isComment = (token: string) => token.startsWith('//') || token.startsWith('/*');

/** Comments become spaces; strings and regular expressions keep their ends and lose what is in them. */
export const blankStringsAndComments = (text: string): string =>
  text.replace(TOKENS, (token) =>
    isComment(token) ? blank(token) : `${token[0]}${blank(token.slice(1, -1))}${token.at(-1)}`,
  );

const withoutComments = (text: string): string =>
  text.replace(TOKENS, (token) => (isComment(token) ? blank(token) : token));

// Between `import` or `export` and `from` stand names, commas, braces and a star, and nothing else.
const STATIC = /^(?:import|export)\s+(type\s+)?(?:[\w$*,{}\s]+?\s+from\s*)?['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /(\btypeof\s+)?\bimport\(\s*['"]([^'"\n]+)['"]\s*\)(?=(\.[A-Za-z])?)/g;

/** Every module that a file names, whatever the form: static, re-export, side effect, `import()` and `import('x').Type`. */
export function importsOf(text: string): readonly Import[] {
  const code = withoutComments(text);
  const statics = [...code.matchAll(STATIC)].map((match) => ({
    specifier: match[2] ?? '',
    typeOnly: match[1] !== undefined || onlyInlineTypes(match[0]),
  }));
  const dynamics = [...code.matchAll(DYNAMIC)].map((match) => ({
    specifier: match[2] ?? '',
    typeOnly: match[1] !== undefined || /^\.[A-Z]/.test(match[3] ?? ''),
  }));
  return [...statics, ...dynamics];
}

const onlyInlineTypes = (statement: string): boolean => {
  const names = /^(?:import|export)\s*\{([^}]*)\}/.exec(statement)?.[1]?.split(',') ?? ['a namespace or nothing'];
  return names.every((name) => name.trim() === '' || name.trim().startsWith('type '));
};

/** Every TypeScript file below a folder. Walks the disk, so that it works without git. */
export function sourceFiles(root: string): readonly SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      const path = file.slice(root.length + 1).replaceAll('\\', '/');
      return { path, text, code: blankStringsAndComments(text), imports: importsOf(text) };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** Where a relative import leads, below `src`. */
export const resolveImport = (from: string, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(from), specifier));
