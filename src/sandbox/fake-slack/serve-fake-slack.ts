import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import { readBody } from '../read-body.ts';
import { Faults } from './faults.ts';
import { blocksOf, type MethodArguments, parseArguments, textOf } from './method-arguments.ts';
import { type ResponseTarget, ResponseUrls } from './response-urls.ts';
import { type Answer, type CheckMessage, contentOf, failed, isContent, METHODS, type Scene } from './web-api.ts';
import { APP, Workspace } from './workspace.ts';

/** A trigger_id is good for one view within three seconds. */
const TRIGGER_LIFETIME_MS = 3_000;

export interface FakeSlackOptions {
  readonly botToken: string;
  readonly check: CheckMessage;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** 0 or left out: any free port. */
  readonly port?: number;
}

/** One call that reached the workspace, for tests to count. */
export interface RecordedCall {
  /** A Web API method or `response_url`. */
  readonly method: string;
  readonly args: MethodArguments;
}

/** A Slack workspace on a port of this machine. */
export interface FakeSlack {
  /** For `slackApiUrl` of the Web API client, with its slash at the end. */
  readonly apiUrl: string;
  /** Host and port, as response_urls name them. */
  readonly host: string;
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly calls: readonly RecordedCall[];
  issueResponseUrl(target: ResponseTarget): string;
  issueTrigger(userId: string): string;
  close(): Promise<void>;
}

/** Starts the workspace. Throws if the port is taken. */
export async function serveFakeSlack({
  botToken,
  check,
  now = Date.now,
  port = 0,
}: FakeSlackOptions): Promise<FakeSlack> {
  const workspace = new Workspace(now);
  const faults = new Faults();
  const calls: RecordedCall[] = [];
  const responseUrls = new ResponseUrls();
  const triggers = new Map<string, { userId: string; at: number }>();

  const redeemTrigger = (id: string): string | undefined => {
    const trigger = triggers.get(id);
    triggers.delete(id);
    return trigger === undefined || now() - trigger.at > TRIGGER_LIFETIME_MS ? undefined : trigger.userId;
  };
  const scene: Scene = { workspace, check, redeemTrigger };

  const answerMethod = (name: string, request: IncomingMessage, args: MethodArguments): Answer => {
    const method = METHODS[name];
    if (method === undefined) return failed('unknown_method');
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? textOf(args, 'token');
    if (token === undefined) return failed('not_authed');
    return token === botToken ? method(scene, args) : failed('invalid_auth');
  };

  const answerResponseUrl = (id: string, args: MethodArguments): { status: number; answer: Answer } => {
    const redeemed = responseUrls.redeem(id, now());
    if (redeemed.kind === 'refused') return { status: redeemed.status, answer: failed(redeemed.error) };
    return { status: 200, answer: respond(scene, redeemed.target, args) };
  };

  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://slack.invalid').pathname;
    const args = parseArguments(request.headers['content-type'] ?? '', await readBody(request));
    if (request.method !== 'POST' || args === undefined) return sendJson(response, 400, failed('invalid_arguments'));
    const method = path.startsWith('/api/') ? path.slice('/api/'.length) : 'response_url';
    calls.push({ method, args });
    const fault = faults.next(method);
    if (fault?.kind === 'rateLimited') {
      response.setHeader('retry-after', String(fault.retryAfterSeconds));
      return sendJson(response, 429, failed('ratelimited'));
    }
    if (fault?.kind === 'error') return sendJson(response, 200, failed(fault.error));
    if (fault?.kind === 'status') return response.writeHead(fault.status).end('error');
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    const { status, answer } =
      method === 'response_url'
        ? answerResponseUrl(path.slice('/response/'.length), args)
        : { status: 200, answer: answerMethod(method, request, args) };
    if (fault?.kind === 'hangUpAfter') return response.destroy();
    return sendJson(response, status, answer);
  });

  const { host, close } = await listen(server, port);
  return {
    apiUrl: `http://${host}/api/`,
    host,
    workspace,
    faults,
    calls,
    issueResponseUrl: (target) => {
      const id = workspace.newId('R');
      responseUrls.issue(id, target, now());
      return `http://${host}/response/${id}`;
    },
    issueTrigger: (userId) => {
      const id = workspace.newId('trigger-');
      triggers.set(id, { userId, at: now() });
      return id;
    },
    close,
  };
}

/** An answer through a response_url: ephemeral unless it says `in_channel`; no `ts` comes back, so nothing hangs under it. */
function respond(scene: Scene, target: ResponseTarget, args: MethodArguments): Answer {
  const { workspace } = scene;
  const original = target.messageTs === undefined ? undefined : workspace.find(target.channel, target.messageTs);
  if (args.delete_original === true && original !== undefined) {
    workspace.remove(original);
    return { ok: true };
  }
  const content = contentOf(scene, args);
  if (!isContent(content)) return content;
  if (args.replace_original === true && original !== undefined) {
    workspace.change(original, content);
    return { ok: true };
  }
  const inChannel = textOf(args, 'response_type') === 'in_channel';
  workspace.post({
    channel: target.channel,
    user: APP.botUserId,
    text: content.text,
    blocks: blocksOf(args) ?? undefined,
    threadTs: textOf(args, 'thread_ts'),
    onlyVisibleTo: inChannel ? undefined : target.user,
  });
  return { ok: true };
}

function sendJson(response: ServerResponse, status: number, answer: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}
