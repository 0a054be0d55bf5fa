// One bundle for each Lambda function, the command line and the demo. `node build.mjs [NAME …] [--out FOLDER]`
import { chmod, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

/** Bolt's App requires all of its receivers; the one for Lambda needs none of these. */
const RECEIVERS_OF_BOLT = ['@slack/socket-mode', '@slack/oauth', 'express', 'raw-body'];

const common = {
  absWorkingDir: import.meta.dirname,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // The SDK's ES modules lose what is not used; its CommonJS ones do not.
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  // CommonJS in an ES module has no `require` of its own.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};
const lambda = { ...common, minify: true };

/** Modules that are required but never used: who uses one after all is told so. */
const notBundled = {
  name: 'not-bundled',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${RECEIVERS_OF_BOLT.join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'not-bundled',
    }));
    onLoad({ filter: /.*/, namespace: 'not-bundled' }, ({ path }) => ({
      contents: `module.exports = new Proxy({ __esModule: true }, {
        get(target, name) {
          if (name in target) return target[name];
          throw new Error(${JSON.stringify(`${path} is not in this bundle`)});
        },
      });`,
      loader: 'js',
    }));
  },
};

/** esbuild keeps the whole of an object, with every language that zod speaks, but of a namespace only what is used. */
const zodAsNamespace = {
  name: 'zod-as-namespace',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace("import { z } from 'zod'", "import * as z from 'zod'"),
      loader: 'ts',
    }));
  },
};

/** Lambda gives a function its role's credentials in the environment: the SDK need not look in all other places. */
const credentialsFromEnvironment = {
  name: 'credentials-from-environment',
  setup({ onResolve, onLoad, resolve: resolveModule }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === 'itself') return undefined;
      const itself = await resolveModule(path, { kind, resolveDir, pluginData: 'itself' });
      return { path: itself.path, namespace: 'credentials' };
    });
    onLoad({ filter: /.*/, namespace: 'credentials' }, ({ path }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: dirname(path),
    }));
  },
};
const forLambda = [zodAsNamespace, credentialsFromEnvironment];

const BUNDLES = {
  slack: { ...lambda, entryPoints: { index: 'src/lambda/slack.ts' }, plugins: [notBundled, ...forLambda] },
  // Split: what a question rarely needs (client-ec2 is the largest) is loaded when it is needed.
  diagnose: { ...lambda, entryPoints: { index: 'src/lambda/diagnose.ts' }, splitting: true, plugins: forLambda },
  alert: { ...lambda, entryPoints: { index: 'src/lambda/alert.ts' }, plugins: forLambda },
  // Split for the clients that an inventory does not use.
  inventory: { ...lambda, entryPoints: { index: 'src/lambda/inventory.ts' }, splitting: true, plugins: forLambda },
  cli: { ...common, entryPoints: { 's3-403': 'src/cli/s3-403.ts' }, splitting: true, plugins: [zodAsNamespace] },
  sandbox: {
    ...common,
    entryPoints: { index: 'src/sandbox/main.ts' },
    splitting: true,
    plugins: [notBundled, zodAsNamespace],
  },
};

const kilobytes = (bytes) => `${Math.ceil(bytes / 1000)} kB`.padStart(9);

async function bundle(name) {
  const outdir = join(folder, name);
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({ ...BUNDLES[name], outdir, chunkNames: 'chunks/[name]-[hash]' });
  const files = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  const [entryName] = Object.keys(BUNDLES[name].entryPoints);
  const [, entry] = files.find(([path]) => path.endsWith(`/${name}/${entryName}.mjs`));
  const total = files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  return `${name.padEnd(10)}${kilobytes(total)} in ${files.length} files, entry ${kilobytes(entry.bytes).trim()}`;
}

const { positionals: names, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'dist' } },
});
const folder = resolve(import.meta.dirname, values.out);
for (const name of names)
  if (!(name in BUNDLES)) throw new Error(`there is no bundle ${name}: ${Object.keys(BUNDLES).join(', ')}`);
const began = performance.now();
const lines = await Promise.all((names.length > 0 ? names : Object.keys(BUNDLES)).map(bundle));
if (names.length === 0 || names.includes('cli')) await chmod(join(folder, 'cli/s3-403.mjs'), 0o755);
console.log(`${lines.join('\n')}\nbuilt in ${((performance.now() - began) / 1000).toFixed(1)} s`);
