/** What the app needs to be believed by Slack and to believe it. */
export interface SlackSecrets {
  /** The newest first; two while one is being rotated. */
  readonly signingSecrets: readonly string[];
  readonly botToken: string;
  readonly botId: string;
  readonly botUserId: string;
  /** The workspace (or Enterprise Grid organization) in which the app is installed. */
  readonly teamId: string;
  readonly appId?: string;
}

export interface SlackSecretsSource {
  /** The secrets, read once and kept. Throws if they cannot be read: nothing can be verified without them. */
  current(): Promise<SlackSecrets>;
  /** Reads them again, at most once a minute, for a secret or token that was rotated. */
  refresh(): Promise<SlackSecrets>;
}

/** Secrets that are given: the sandbox's and the tests'. */
export const givenSecrets = (secrets: SlackSecrets): SlackSecretsSource => ({
  current: async () => secrets,
  refresh: async () => secrets,
});
