// Writes the parts of README.md that follow from the code: the answer with which it opens (the golden of the first demo case,
// its root message and layers in sight and the rest folded), the table of options and the table of causes. Run it after they changed:
// npm run generate:readme
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const README = new URL('../README.md', import.meta.url);
const GOLDEN = new URL('../test/sandbox/goldens/object-action-on-bucket-arn.txt', import.meta.url);
const OPTIONS = new URL('../src/request/diagnose-options.ts', import.meta.url);
const CAUSES = new URL('../src/explain/causes/', import.meta.url);
const CUT = '── reply 2 ──\n';

const block = (text) => `\`\`\`\`\`text\n${text.trimEnd()}\n\`\`\`\`\`\n`;

function answer(golden) {
  const cut = golden.indexOf(CUT);
  if (cut < 0) throw new Error('the golden has no second reply');
  const summary = '<details><summary>The rest of the thread: causes, changes, and what was not read</summary>';
  return `\n${block(golden.slice(0, cut))}\n${summary}\n\n${block(golden.slice(cut))}\n</details>\n\n`;
}

async function options() {
  const bundled = await build({ entryPoints: [OPTIONS.pathname], bundle: true, format: 'esm', write: false });
  const module = await import(`data:text/javascript,${encodeURIComponent(bundled.outputFiles[0].text)}`);
  const rows = Object.entries({ ...module.CALL_OPTIONS, ...module.TERMINAL_OPTIONS }).map(
    ([name, { value, says }]) => `| \`--${value === undefined ? name : `${name} ${value}`}\` | ${says} |\n`,
  );
  return `\n| option | |\n| --- | --- |\n${rows.join('')}\n`;
}

/** A row for each cause: its code, the sentence above it in the source, and AWS's page. */
async function causes() {
  const files = (await readdir(CAUSES)).sort();
  const shared = /DOCS = '([^']+)'/.exec(await readFile(new URL('../principal-cause.ts', CAUSES), 'utf8'))?.[1];
  const rows = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(new URL(file, CAUSES), 'utf8');
      const says = /\/\*\* (.+) \*\/\nexport const \w+ = /.exec(source)?.[1];
      const code = /\bcode: '([\w-]+)'/.exec(source)?.[1];
      const docs = /\bdocs:\s+'([^']+)'/.exec(source)?.[1] ?? shared;
      if (says === undefined || code === undefined) throw new Error(`${file} has no sentence or no code`);
      return `| \`${code}\` | ${says} | [AWS](${docs}) |\n`;
    }),
  );
  const summary = `<details><summary>The ${rows.length} causes that it knows</summary>`;
  return `\n${summary}\n\n| cause | | |\n| --- | --- | --- |\n${rows.join('')}\n</details>\n\n`;
}

/** Replaces what stands between `<!-- name -->` and `<!-- end of name -->`. */
function put(text, name, content) {
  const begin = `<!-- ${name} -->\n`;
  const end = `<!-- end of ${name} -->\n`;
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for the ${name}`);
  return `${text.slice(0, from)}${begin}${content}${text.slice(to)}`;
}

const readme = await readFile(README, 'utf8');
const withAnswer = put(readme, 'answer', answer(await readFile(GOLDEN, 'utf8')));
const withOptions = put(withAnswer, 'options', await options());
await writeFile(README, put(withOptions, 'causes', await causes()));
