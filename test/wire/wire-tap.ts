import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WireRequest, wireRequest } from './wire-request.ts';

/** An answer in place of the server's. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WireTap {
  readonly url: string;
  /** Every request that came, in order, with what was answered. */
  readonly exchanges: readonly WireExchange[];
  readonly stop: () => Promise<void>;
}

export interface WireExchange extends WireRequest {
  readonly status: number;
  readonly answer: string;
}

/** A server between the program and the one behind, if there is one: writes every exchange down, and may answer itself. */
export async function tapWire(
  behind: string | undefined,
  instead: (request: WireRequest) => WireAnswer | undefined = () => undefined,
): Promise<WireTap> {
  const exchanges: WireExchange[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await bytesOf(incoming);
    const request = wireRequest(incoming, body.toString());
    const answer = instead(request);
    const given = answer ?? (await passOn(behind, incoming, body));
    exchanges.push({ ...request, status: given.status, answer: given.body.toString() });
    send(outgoing, given);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Passed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer | string;
}

const NOTHING_BEHIND: Passed = { status: 501, headers: {}, body: 'nothing is documented for this call' };

function passOn(behind: string | undefined, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Passed> {
  if (behind === undefined) return Promise.resolve(NOTHING_BEHIND);
  return new Promise((resolve) => {
    // With the host that was signed.
    const passed = ask(new URL(url ?? '/', behind), { method, headers, agent: false }, async (answer) => {
      const given = await bytesOf(answer);
      const headers = { ...answer.headers, ...typeOf(answer, given) };
      resolve({ status: answer.statusCode ?? 502, headers, body: given });
    });
    passed.on('error', (error) => resolve({ status: 502, headers: {}, body: error.message }));
    passed.end(body);
  });
}

/** moto calls its XML a page of HTML, which no service of AWS answers with. */
function typeOf({ headers }: IncomingMessage, body: Buffer): Readonly<Record<string, string>> {
  const called = headers['content-type'] ?? '';
  const isPage = /^\s*<(?:!doctype|html)/i.test(body.toString('utf8', 0, 200));
  return called.startsWith('text/html') && !isPage ? { 'content-type': 'application/xml' } : {};
}

const OF_ONE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding'];

function send(outgoing: ServerResponse, { status, headers, body }: Passed | WireAnswer): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !OF_ONE_CONNECTION.includes(name)) outgoing.setHeader(name, value);
  }
  outgoing.writeHead(status).end(body);
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
