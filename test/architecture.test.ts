import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { READ_NAMES } from '../src/collect/reads.ts';
import { LAYERS } from '../src/evidence/layers.ts';
import { blankStringsAndComments, importsOf, resolveImport, type SourceFile, sourceFiles } from './source-file.ts';

const ROOT = join(import.meta.dirname, '..');
const FILES = sourceFiles(join(ROOT, 'src'));

const STAGES = ['request', 'policy', 'evidence', 'evaluate', 'explain', 'render'] as const;
const DOORS = ['slack', 'alerts', 'inventory', 'lambda', 'cli', 'sandbox'] as const;
const SHELL = ['scenario', 'collect', 'trail', 'store', 'diagnose.ts'] as const;
/** See no clock, chance, environment, network or output. */
const PURE = [...STAGES, 'scenario'] as const;
const FOLDERS = [...STAGES, ...SHELL, ...DOORS] as const;
type Folder = (typeof FOLDERS)[number];

interface Rule {
  /** The folders that may be imported beside the file's own. */
  readonly folders: readonly Folder[];
  /** Packages and Node modules, by name or up to a star. */
  readonly packages: readonly string[];
}

const SDK = ['@aws-sdk/*', '@smithy/*'];
const ANYTHING: Rule = { folders: FOLDERS, packages: ['*'] };

/** Who may import whom. Arrows go one way. */
const RULES: Record<Folder, Rule> = {
  request: { folders: [], packages: ['zod'] },
  policy: { folders: ['request'], packages: ['zod'] },
  evidence: { folders: ['request', 'policy'], packages: ['zod', 'yaml'] },
  evaluate: { folders: ['request', 'policy', 'evidence'], packages: [] },
  explain: { folders: ['request', 'policy', 'evidence', 'evaluate'], packages: ['diff', 'jsonc-parser'] },
  render: { folders: ['request', 'policy', 'evidence', 'evaluate', 'explain'], packages: ['zod'] },
  scenario: { folders: ['request', 'policy', 'evidence', 'evaluate'], packages: ['zod', 'yaml'] },
  collect: { folders: ['request', 'policy', 'evidence'], packages: [...SDK, 'node:*', 'zod'] },
  trail: { folders: ['request', 'policy', 'evidence', 'collect'], packages: [...SDK, 'node:*', 'zod'] },
  store: { folders: ['request', 'policy', 'evidence'], packages: [...SDK, 'node:*', 'zod', 'aws-lambda'] },
  'diagnose.ts': { folders: [...STAGES, 'collect', 'trail'], packages: [] },
  slack: ANYTHING,
  alerts: ANYTHING,
  inventory: ANYTHING,
  lambda: ANYTHING,
  cli: ANYTHING,
  sandbox: ANYTHING,
};

/** Words that every stage shares: they may be imported from anywhere as types, and import no stage above their own. */
const VOCABULARY = ['evidence/layers.ts', 'explain/diagnosis.ts'];

const folderOf = (path: string): string => path.split('/')[0] ?? path;
const isFolder = (name: string): name is Folder => FOLDERS.some((folder) => folder === name);
const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');

const each = (report: (file: SourceFile) => readonly string[]): readonly string[] =>
  FILES.flatMap((file) => report(file).map((complaint) => `${file.path}: ${complaint}`));

test('the table of rules covers every folder of src', () => {
  expect(FILES.length).toBeGreaterThan(10);
  expect([...new Set(FILES.map(({ path }) => folderOf(path)))].filter((name) => !isFolder(name))).toEqual([]);
});

test('imports between folders go one way', () => {
  const forbidden = each((file) => {
    const folder = folderOf(file.path);
    if (!isFolder(folder) || RULES[folder] === ANYTHING) return [];
    return file.imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map((found) => ({ ...found, target: resolveImport(file.path, found.specifier) }))
      .filter(({ target, typeOnly }) => {
        if (typeOnly && VOCABULARY.includes(target)) return false;
        const to = folderOf(target);
        return to !== folder && !(isFolder(to) && RULES[folder].folders.includes(to));
      })
      .map(({ target }) => `may not import ${target}`);
  });
  expect(forbidden).toEqual([]);
});

test('the doors are imported by nobody below them', () => {
  const doors: readonly string[] = DOORS;
  for (const folder of [...STAGES, ...SHELL])
    expect(RULES[folder].folders.filter((allowed) => doors.includes(allowed))).toEqual([]);
});

test('each stage uses only the packages in its row', () => {
  const forbidden = each((file) => {
    const folder = folderOf(file.path);
    if (!isFolder(folder)) return [];
    return file.imports
      .filter(({ specifier }) => !specifier.startsWith('.'))
      .map(({ specifier }) => packageOf(specifier))
      .filter((name) => !RULES[folder].packages.some((pattern) => matches(pattern, name)))
      .map((name) => `may not import ${name}`);
  });
  expect(forbidden).toEqual([]);
});

test('relative imports lead to a file, and name its extension', () => {
  const paths = new Set(FILES.map(({ path }) => path));
  const broken = each((file) =>
    file.imports
      .map(({ specifier }) => specifier)
      .filter((specifier) => specifier.startsWith('.'))
      .filter((specifier) => {
        const target = resolveImport(file.path, specifier);
        return target.endsWith('.ts') ? !paths.has(target) : !existsSync(join(ROOT, 'src', target));
      })
      .map((specifier) => `imports ${specifier}, which is not there`),
  );
  expect(broken).toEqual([]);
});

/** What would let the outside into a pure stage: the clock, chance, the environment, output, the network, timers. */
const IMPURE: readonly [string, RegExp][] = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)|\bperformance\.\w|\bTemporal\.Now\b/],
  ['chance', /\bMath\.random\b|\bcrypto\.\w/],
  ['the environment', /\bprocess\.\w|\bglobalThis\b/],
  ['the console', /\bconsole\.\w/],
  ['the network', /(?<!\.)\bfetch\(/],
  ['a timer', /(?<!\.)\bset(?:Timeout|Interval|Immediate)\(/],
];

describe.each(PURE)('%s is pure', (stage) => {
  test.each(IMPURE)('and does not see %s', (_what, pattern) => {
    const seen = FILES.filter(({ path, code }) => folderOf(path) === stage && pattern.test(code));
    expect(seen.map(({ path }) => path)).toEqual([]);
  });
});

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const manifest = Manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

test('what ships imports no development dependency, except for types', () => {
  const forbidden = each((file) =>
    file.imports
      .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .filter(({ specifier, typeOnly }) => {
        const name = packageOf(specifier);
        const typesOnly = typeOnly && `@types/${name.replace('@', '').replace('/', '__')}` in manifest.devDependencies;
        return !(name in manifest.dependencies) && !typesOnly;
      })
      .map(({ specifier }) => `imports ${specifier}, which is not among the dependencies`),
  );
  expect(forbidden).toEqual([]);
});

test('versions of dependencies are exact', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

const Lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), license: z.string().optional() }).loose()),
});

/** Licences that ask for no more than to be named. */
const PERMISSIVE = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
];

test('everything that ships is under a permissive licence', () => {
  const lock = Lock.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const shipped = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && entry.dev !== true);
  expect(shipped.length).toBeGreaterThan(20);
  const doubtful = shipped
    .map(([path, { license }]) => [path, license ?? 'no licence named'] as const)
    .filter(
      ([, license]) =>
        !license
          .replace(/[()]/g, '')
          .split(' OR ')
          .some((one) => PERMISSIVE.includes(one)),
    );
  expect(doubtful).toEqual([]);
});

test('no file is longer than a person reads at one sitting', () => {
  const long = FILES.filter(({ path }) => !path.includes('generated/'))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});

const kebab = (layer: string) => layer.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

test.each(LAYERS)('the layer %s is one file in each stage that knows layers', (layer) => {
  const paths = FILES.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([`collect/${kebab(layer)}.ts`, `evaluate/layers/${kebab(layer)}.ts`]));
});

/** What names reads without making them: the tables, and the SDK's clients. */
const TABLES_OF_READS = /^collect\/(?:reads|inputs|rate-limit|collect-cache|cache-notes|clients\/.*)\.ts$/;

test('every read that is declared is made: no account grants a permission for nothing', () => {
  const code = FILES.filter(({ path }) => /^(?:collect|trail)\//.test(path) && !TABLES_OF_READS.test(path))
    .map(({ text }) => text)
    .join('\n');
  expect(READ_NAMES.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
});

test('files bear the name of what is in them', () => {
  const nameless = /(^|\/)(index|utils?|helpers?|common|misc|manager)\.ts$/;
  expect(FILES.filter(({ path }) => nameless.test(path)).map(({ path }) => path)).toEqual([]);
});

test('nothing is exported by default', () => {
  expect(FILES.filter(({ code }) => /^export default\b/m.test(code)).map(({ path }) => path)).toEqual([]);
});

describe('the reader of imports', () => {
  test.each<[string, string, readonly { specifier: string; typeOnly: boolean }[]]>([
    ['sees a static import', "import { a } from './a.ts';", [{ specifier: './a.ts', typeOnly: false }]],
    [
      'sees one over several lines',
      "import {\n  a,\n  b as c,\n} from './a.ts';",
      [{ specifier: './a.ts', typeOnly: false }],
    ],
    ['sees a namespace', "import * as fs from 'node:fs';", [{ specifier: 'node:fs', typeOnly: false }]],
    ['sees a side effect', "import './a.ts';", [{ specifier: './a.ts', typeOnly: false }]],
    ['sees a re-export', "export { a } from './a.ts';", [{ specifier: './a.ts', typeOnly: false }]],
    ['sees a type', "import type { A } from './a.ts';", [{ specifier: './a.ts', typeOnly: true }]],
    [
      'sees that all names are types',
      "import { type A, type B } from './a.ts';",
      [{ specifier: './a.ts', typeOnly: true }],
    ],
    [
      'sees that one name is no type',
      "import { type A, b } from './a.ts';",
      [{ specifier: './a.ts', typeOnly: false }],
    ],
    ['sees a dynamic import', "const a = await import('./a.ts');", [{ specifier: './a.ts', typeOnly: false }]],
    ['sees an inline type', "let a: import('./a.ts').A;", [{ specifier: './a.ts', typeOnly: true }]],
    ['passes over a comment', "// import { a } from './a.ts';\n/* import './b.ts' */", []],
    ['passes over an export without a source', "export const a = 'from';\nexport function f(from = 'x') {}", []],
  ])('%s', (_sentence, text, expected) => expect(importsOf(text)).toEqual(expected));

  test.each<[string, string, string]>([
    ['blanks strings and comments, and keeps the lines', "a('x'); // y\nb", "a(' ');     \nb"],
    ['is not led astray by a quote in a regular expression', "a(/'/, 'x'); b('y')", "a(/ /, ' '); b(' ')"],
    ['nor by a slash that divides', "a / 2; b('y') / 3", "a / 2; b(' ') / 3"],
  ])('%s', (_sentence, text, expected) => expect(blankStringsAndComments(text)).toBe(expected));
});
