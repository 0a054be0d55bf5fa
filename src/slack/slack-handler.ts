import { createHash } from 'node:crypto';
import { errorWords } from '../lambda/log.ts';
import { type BoltHandler, createBoltHandler } from './bolt-app.ts';
import type { SlackPorts } from './slack-ports.ts';
import { plainResponse, type SlackResponse } from './slack-response.ts';
import type { SlackSecrets } from './slack-secrets.ts';
import { readPayload, readRequest, type SignedRequest, signingSecretOf } from './verify-request.ts';

/** Two parameters: Lambda's Node.js 24 runtime refuses handlers with a third. */
export type SlackHandler = (event: unknown, context: unknown) => Promise<SlackResponse>;

/** Longer than the window in which a signed request is believed, so that nothing can be played again. */
const REMEMBER_SECONDS = 900;

/** The function behind Slack's request URL. Never throws: what is not Slack's gets its status and nothing happens. */
export function createSlackHandler(ports: SlackPorts): SlackHandler {
  const apps = new Map<string, { secrets: SlackSecrets; handler: BoltHandler }>();

  const appFor = (signingSecret: string, secrets: SlackSecrets): BoltHandler => {
    const known = apps.get(signingSecret);
    if (known !== undefined && known.secrets === secrets) return known.handler;
    const handler = createBoltHandler(ports, secrets, signingSecret);
    apps.set(signingSecret, { secrets, handler });
    return handler;
  };

  const authenticate = async (request: SignedRequest) => {
    const secrets = await ports.secrets.current();
    const signingSecret = signingSecretOf(request, secrets.signingSecrets);
    if (signingSecret !== undefined) return { secrets, signingSecret };
    const rotated = await ports.secrets.refresh();
    const rotatedSecret = rotated === secrets ? undefined : signingSecretOf(request, rotated.signingSecrets);
    return rotatedSecret === undefined ? undefined : { secrets: rotated, signingSecret: rotatedSecret };
  };

  const answer = async (event: unknown): Promise<SlackResponse> => {
    const read = readRequest(event, ports.now());
    if (read.kind === 'refused') {
      ports.log('warn', 'request refused', { because: read.because });
      return plainResponse(read.statusCode);
    }
    const authentic = await authenticate(read.request);
    if (authentic === undefined) {
      ports.log('warn', 'request refused', { because: 'the signature is not Slack’s' });
      return plainResponse(401);
    }
    const { secrets, signingSecret } = authentic;
    const content = readPayload(read.request);
    if (content.kind === 'refused') {
      ports.log('warn', 'request refused', { because: content.because });
      return plainResponse(content.statusCode);
    }
    const { payload } = content;
    if (secrets.appId !== undefined && payload.appId !== undefined && payload.appId !== secrets.appId) {
      ports.log('warn', 'request refused', { because: 'it is for another app' });
      return plainResponse(401);
    }
    if (payload.type !== 'url_verification') {
      const occurrence = createHash('sha256').update(payload.occurrence).digest('hex');
      const claim = await ports.store.claim(`request#${occurrence}`, {}, REMEMBER_SECONDS);
      if (claim.kind === 'held') {
        ports.log('warn', 'request seen before', { because: 'it was sent again' });
        return plainResponse(200);
      }
    }
    return appFor(signingSecret, secrets)(read.request);
  };

  return async (event, _context) => {
    try {
      return await answer(event);
    } catch (error) {
      ports.log('error', 'the request could not be answered', { because: errorWords(error) });
      return plainResponse(500);
    }
  };
}
