// Runs a function's bundle as Lambda does: loads it, then calls its handler with each event that comes as a line on
// standard input, and writes each answer as a line. Slack's addresses lead to the fake at FAKE_SLACK.
import { createInterface } from 'node:readline';

const slack = process.env.FAKE_SLACK;
const { fetch } = globalThis;
globalThis.fetch = (url, init) =>
  fetch(
    String(url)
      .replace('https://slack.com/', `http://${slack}/`)
      .replace('https://hooks.slack.com/', `http://${slack}/`),
    init,
  );

const write = (answer) => process.stdout.write(`\u0000${JSON.stringify(answer)}\n`);

const began = performance.now();
const { handler } = await import(process.argv[2]);
write({ milliseconds: Math.round(performance.now() - began), parameters: handler.length });

for await (const line of createInterface({ input: process.stdin })) {
  const context = { getRemainingTimeInMillis: () => 60_000 };
  write(await handler(JSON.parse(line), context).catch((error) => ({ threw: String(error) })));
}
