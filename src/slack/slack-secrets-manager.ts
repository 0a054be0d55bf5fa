import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { SlackSecrets, SlackSecretsSource } from './slack-secrets.ts';

/** The JSON in the secret. The ids are what `auth.test` says of the bot token: asked for once, when the secret is made. */
const Secret = z.object({
  signingSecret: z.string().min(1),
  /** While it is being rotated. */
  previousSigningSecret: z.string().min(1).optional(),
  botToken: z.string().min(1),
  botId: z.string().min(1),
  botUserId: z.string().min(1),
  teamId: z.string().min(1),
  appId: z.string().min(1).optional(),
});

/** Read again no more often than this, however many forged requests come. */
const REFRESH_MILLISECONDS = 60_000;

/** Slack's secrets, from one Secrets Manager secret that is read when it is first needed. */
export function secretsManagerSecrets(
  client: SecretsManagerClient,
  secretArn: string,
  now: () => Date = () => new Date(),
): SlackSecretsSource {
  let kept: Promise<SlackSecrets> | undefined;
  let readAt = 0;

  const read = (): Promise<SlackSecrets> => {
    readAt = now().getTime();
    const reading = readSecret(client, secretArn);
    kept = reading;
    // A failure is not kept: the next request tries again.
    reading.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading;
  };
  const current = () => kept ?? read();

  return {
    current,
    refresh: async () => {
      if (now().getTime() - readAt < REFRESH_MILLISECONDS) return current();
      const before = kept;
      return read().catch((error: unknown) => {
        kept = before;
        if (before === undefined) throw error;
        return before;
      });
    },
  };
}

async function readSecret(client: SecretsManagerClient, secretArn: string): Promise<SlackSecrets> {
  const { SecretString: text = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const parsed = Secret.safeParse(parseJson(text));
  // Neither the value nor a part of it stands in the error.
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
    throw new Error(`the Slack secret is not the JSON it should be (wrong: ${wrong})`);
  }
  const { signingSecret, previousSigningSecret, botToken, botId, botUserId, teamId, appId } = parsed.data;
  return {
    signingSecrets: [signingSecret, ...(previousSigningSecret === undefined ? [] : [previousSigningSecret])],
    botToken,
    botId,
    botUserId,
    teamId,
    ...(appId === undefined ? {} : { appId }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
