import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseJson } from '../fake-slack/method-arguments.ts';
import type { Message, Workspace, WorkspaceEvent } from '../fake-slack/workspace.ts';
import { type Listening, listen } from '../listen.ts';
import { readBody } from '../read-body.ts';
import { repositoryFile } from '../repository-file.ts';
import { renderMessage } from './render-message.ts';

/** What the page shows and does, beside the messages. */
export interface PageOptions {
  readonly workspace: Workspace;
  /** Whose Slack it is: ephemeral messages to others are not shown. */
  readonly personId: string;
  readonly demo: PageDemo;
  readonly actions: PageActions;
  readonly port: number;
}

export interface PageDemo {
  readonly channels: readonly { readonly id: string; readonly name: string; readonly topic: string }[];
  readonly alertChannel: string;
  readonly examples: readonly { readonly title: string; readonly command: string }[];
  readonly hint: { readonly command: string; readonly usage: string; readonly text: string };
}

export interface PageActions {
  /** A line typed into a channel: a slash command or a message. */
  type(channel: string, text: string): Promise<void>;
  press(channel: string, ts: string, action: string): Promise<void>;
  shortcut(channel: string, ts: string): Promise<void>;
  alert(): Promise<void>;
  /** Somebody repairs the first example. */
  repair(): Promise<void>;
}

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

const STATIC: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
  '/sidebar.css': ['sidebar.css', 'text/css; charset=utf-8'],
  '/welcome.css': ['welcome.css', 'text/css; charset=utf-8'],
  '/composer.css': ['composer.css', 'text/css; charset=utf-8'],
  '/message.css': ['message.css', 'text/css; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/composer.js': ['composer.js', 'text/javascript; charset=utf-8'],
  '/log.js': ['log.js', 'text/javascript; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
};

const Typed = z.object({ channel: z.string(), text: z.string().max(40_000) });
const Pressed = z.object({ channel: z.string(), ts: z.string(), action: z.string() });
const Chosen = z.object({ channel: z.string(), ts: z.string() });

/** Starts the page on a port of this machine. Throws Node's error if the port is taken. */
export async function servePage(options: PageOptions): Promise<Listening> {
  const { actions, demo } = options;
  const posts: Readonly<Record<string, (body: unknown) => Promise<void>>> = {
    '/type': (body) => withBody(Typed, body, ({ channel, text }) => actions.type(channel, text)),
    '/press': (body) => withBody(Pressed, body, ({ channel, ts, action }) => actions.press(channel, ts, action)),
    '/shortcut': (body) => withBody(Chosen, body, ({ channel, ts }) => actions.shortcut(channel, ts)),
    '/alert': () => actions.alert(),
    '/repair': () => actions.repair(),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://page.invalid');
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    // Another page in the same browser can reach this port, by its own name or by one that resolves here.
    if (!isOwn(request)) return end(response, 403, 'This page answers to its own address alone.');
    if (request.method === 'POST') {
      const post = posts[pathname];
      if (post === undefined) return end(response, 404, 'There is no such action.');
      await post(parseJson(await readBody(request)));
      return end(response, 204, '');
    }
    if (request.method !== 'GET') return end(response, 405, 'GET or POST.');
    if (pathname === '/events') return stream(response, options);
    if (pathname === '/demo.json') return end(response, 200, JSON.stringify(demo), 'application/json; charset=utf-8');
    const file = STATIC[pathname];
    if (file === undefined) return end(response, 404, 'There is no such page.');
    return end(response, 200, await readFile(repositoryFile(`src/sandbox/page/static/${file[0]}`), 'utf8'), file[1]);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) end(response, error instanceof BadRequest ? 400 : 500, String(error));
    });
  });
  return listen(server, options.port);
}

class BadRequest extends Error {}

async function withBody<T>(schema: z.ZodType<T>, body: unknown, act: (value: T) => Promise<void>): Promise<void> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new BadRequest(parsed.error.message);
  await act(parsed.data);
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

function isOwn({ headers, method }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  if (!LOOPBACK.test(host)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return method !== 'POST' || (headers['content-type'] ?? '').startsWith('application/json');
}

function end(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

/** Server-sent events: every message there is, then each as it comes or changes. */
function stream(response: ServerResponse, { workspace, personId }: PageOptions): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const send = (event: string, data: unknown) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const isSeen = ({ onlyVisibleTo }: Message) => onlyVisibleTo === undefined || onlyVisibleTo === personId;
  const show = (message: Message) => {
    if (isSeen(message)) send('message', renderMessage(message, workspace));
  };
  const tell = (event: WorkspaceEvent) => {
    if (event.kind === 'viewOpened' || event.kind === 'viewClosed') return;
    const { message } = event;
    if (event.kind === 'deleted') send('deleted', { channel: message.channel, ts: message.ts });
    else show(message);
    const root = message.threadTs === undefined ? undefined : workspace.find(message.channel, message.threadTs);
    if (root !== undefined && event.kind !== 'changed') show(root);
  };
  send('hello', {});
  // As in Slack, ephemeral messages do not outlive the page.
  for (const message of workspace.messages()) if (message.onlyVisibleTo === undefined) show(message);
  send('ready', {});
  const unsubscribe = workspace.subscribe(tell);
  const alive = setInterval(() => response.write(': alive\n\n'), 15_000);
  response.on('close', () => {
    clearInterval(alive);
    unsubscribe();
  });
}
