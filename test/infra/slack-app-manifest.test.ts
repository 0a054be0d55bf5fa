import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { DIAGNOSE_SHORTCUT } from '../../src/slack/message-shortcut.ts';
import { sourceFiles } from '../source-file.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Slack's manifest with its limits: https://docs.slack.dev/reference/app-manifest */
const Manifest = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().startsWith('/').max(32),
          url: z.url(),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
        }),
      )
      .length(1),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: z.url() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.literal(false),
  }),
});
const manifest = Manifest.parse(parse(readFileSync(join(ROOT, 'infra/slack-app-manifest.yml'), 'utf8')));

test('commands and buttons come in by the one address', () => {
  expect(manifest.features.slash_commands[0]?.url).toBe(manifest.settings.interactivity.request_url);
  expect(manifest.settings.interactivity.request_url).toMatch(/\/slack\/events$/);
});

test('what people type arrives as they typed it', () => {
  expect(manifest.features.slash_commands[0]?.should_escape).toBe(false);
});

test('the shortcut is the one that the app listens for', () => {
  expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual([DIAGNOSE_SHORTCUT]);
});

/** The scopes of the methods that the program calls: https://docs.slack.dev/reference/methods */
const SCOPES: Record<string, string> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.getPermalink': '',
  'auth.test': '',
  'conversations.open': 'im:write',
  'usergroups.users.list': 'usergroups:read',
};

describe('the scopes', () => {
  const calls = sourceFiles(join(ROOT, 'src'))
    .filter(({ path }) => /^(slack|alerts|lambda)\//.test(path))
    .flatMap(({ code }) =>
      [...code.matchAll(/\b(?:client|slack|web|api)\.((?:[a-z]\w*\.)+[a-z]\w*)\(/gi)].map((match) => match[1] ?? ''),
    )
    .filter((method) => /^(chat|conversations|usergroups|users|views|files|auth|reactions)\./.test(method));

  test('cover every method that is called', () => {
    expect(calls.length).toBeGreaterThan(0);
    const missing = calls.filter((method) => {
      const scope = SCOPES[method];
      return scope === undefined || (scope !== '' && !manifest.oauth_config.scopes.bot.includes(scope));
    });
    expect(missing).toEqual([]);
  });

  test('are no more than what is used', () => {
    // `commands` comes with the command; `chat:write.public` widens chat:write to channels of which the app is no member.
    const used = new Set(['commands', 'chat:write.public', ...calls.map((method) => SCOPES[method])]);
    expect(manifest.oauth_config.scopes.bot.filter((scope) => !used.has(scope))).toEqual([]);
  });
});
