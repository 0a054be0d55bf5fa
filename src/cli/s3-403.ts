#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Output } from './cli-ports.ts';
import { diagnoseWith } from './diagnose-aws.ts';
import { runCli } from './run-cli.ts';

// The SDK's advice on Node versions is for those who build this, not for those who ask it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const output = (stream: NodeJS.WriteStream): Output => ({
  write: (words) => void stream.write(words),
  isTerminal: stream.isTTY === true,
  width: stream.columns,
});

// `s3-403 … | head` closes the pipe early: that is no error of anybody's.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const readText = (path: string): Promise<string> => readFile(path, 'utf8');

const status = await runCli(process.argv.slice(2), {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  readStdin: () => text(process.stdin),
  stdinIsTerminal: process.stdin.isTTY === true,
  readFile: readText,
  env: process.env,
  diagnose: diagnoseWith({ readFile: readText, writeFile: (path, words) => writeFile(path, words, { mode: 0o600 }) }),
});

// Reads that nobody waits for any more would keep the process alive; what was written goes out first.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
process.exit(status);
