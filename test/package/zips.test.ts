import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FUNCTIONS, PACKAGED, packagedFunction, ROOT } from './packaged.ts';
import { unzip } from './unzip.ts';

/** Outside of the repository, so that nothing is found in its node_modules. */
const elsewhere = mkdtempSync(join(tmpdir(), 's3-403-zips-'));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

const MEGABYTE = 1024 * 1024;

describe.each(FUNCTIONS)('the zip of %s', (name) => {
  const zip = join(PACKAGED, `${name}.zip`);
  const files = unzip(zip);

  test('holds exactly what was built for it', () => {
    const built = readdirSync(join(ROOT, 'dist', name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    expect(files.map(({ path }) => path).sort()).toEqual(built.sort());
    expect(built.filter((path) => !/\.(mjs|mjs\.map|LEGAL\.txt)$/.test(path))).toEqual([]);
  });

  test('holds the handler that the template names', () => {
    const { Handler } = packagedFunction(name);
    expect(files.map(({ path }) => path)).toContain(Handler.replace(/\.handler$/, '.mjs'));
  });

  test('is small enough to start fast', () => expect(statSync(zip).size).toBeLessThan(3 * MEGABYTE));

  test('loads where there is nothing but Node.js and the zip', () => {
    const folder = join(elsewhere, name);
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const { Handler, Environment } = packagedFunction(name);
    // A file, not `node -e`: that defines `require` for modules too, and would hide its lack.
    const modules = files.map(({ path }) => path).filter((path) => path.endsWith('.mjs'));
    writeFileSync(
      join(folder, 'load.mjs'),
      `for (const module of ${JSON.stringify(modules)}) await import('./' + module);
       const { handler } = await import('./${Handler.replace(/\.handler$/, '.mjs')}');
       console.log(typeof handler, handler.length <= 2 ? 'takes an event and a context' : 'takes a callback');`,
    );
    const { stdout, stderr, status } = spawnSync(process.execPath, ['load.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        PATH: process.env.PATH,
        AWS_REGION: 'us-east-1',
        AWS_LAMBDA_FUNCTION_NAME: name,
        // No credentials are here, and none are to be looked for; the SDK's remark on Node.js 20 is none of ours.
        AWS_EC2_METADATA_DISABLED: 'true',
        NODE_NO_WARNINGS: '1',
        ...exampleEnvironment(Object.keys(Environment.Variables)),
      },
    });
    expect({ stdout, stderr, status }).toEqual({
      stdout: 'function takes an event and a context\n',
      stderr: '',
      status: 0,
    });
  });
});

const EXAMPLES: Readonly<Record<string, string>> = {
  S3_403_TABLE: 's3-403-prod',
  S3_403_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/s3-403-prod-jobs',
  S3_403_LOG_LEVEL: 'info',
  S3_403_SLACK_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:s3-403/slack-AbCdEf',
  S3_403_COMMAND: '/s3-403',
  S3_403_ALLOWED_USERS: '*',
  S3_403_QUESTIONS_PER_MINUTE: '10',
  S3_403_DIAGNOSTIC_ROLE: 'S3AccessDiagnostics',
  S3_403_MAX_RECEIVES: '3',
  S3_403_ALERT_CHANNEL: 'C012AB3CD',
  S3_403_ALERT_WINDOW_SECONDS: '900',
};

/** What the deployed function would see; parameters that may be empty are. */
const exampleEnvironment = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, EXAMPLES[name] ?? '']));
