import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Workspace } from '../../../src/sandbox/fake-slack/workspace.ts';
import type { Listening } from '../../../src/sandbox/listen.ts';
import { servePage } from '../../../src/sandbox/page/serve-page.ts';

let workspace: Workspace;
let page: Listening;
let done: string[];

beforeEach(async () => {
  workspace = new Workspace();
  workspace.channels.set('C1', { id: 'C1', name: 'general', kind: 'public', appIsMember: true });
  done = [];
  page = await servePage({
    workspace,
    personId: 'U0YOU',
    port: 0,
    demo: {
      channels: [{ id: 'C1', name: 'general', topic: '' }],
      alertChannel: 'C1',
      examples: [],
      hint: { command: '/x', usage: '', text: '' },
    },
    actions: {
      type: async (channel, text) => void done.push(`${channel} ${text}`),
      press: async (_channel, _ts, action) => void done.push(action),
      shortcut: async () => void done.push('shortcut'),
      alert: async () => void done.push('alert'),
      repair: async () => void done.push('repair'),
    },
  });
});
afterEach(() => page.close());

const url = (path: string) => `http://${page.host}${path}`;
const postJson = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** fetch does not let a caller choose the Host header. */
const statusWithHost = (host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url('/'), { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

describe('the page', () => {
  test('runs no script but its own, and loads nothing from elsewhere', async () => {
    const response = await fetch(url('/'));
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const markup = await response.text();
    expect(markup).not.toMatch(/(?:src|href)="(?!\/|#)/);
    expect(markup).not.toMatch(/<script(?! type="module" src="\/page.js">)|<style|\son\w+=/);
  });

  test.each([
    '/page.js',
    '/composer.js',
    '/log.js',
    '/page.css',
    '/sidebar.css',
    '/welcome.css',
    '/composer.css',
    '/message.css',
    '/icon.svg',
    '/demo.json',
  ])('serves %s', async (path) => expect((await fetch(url(path))).status).toBe(200));

  test.each(['/../package.json', '/static/page.js', '/etc/passwd'])('does not serve %s', async (path) =>
    expect((await fetch(url(path))).status).toBe(404),
  );

  test('what is typed and pressed reaches the workspace', async () => {
    await postJson('/type', { channel: 'C1', text: '/x y' });
    await postJson('/press', { channel: 'C1', ts: '1.0', action: 'rerun' });
    await postJson('/alert', {});
    await postJson('/repair', {});
    expect(done).toEqual(['C1 /x y', 'rerun', 'alert', 'repair']);
  });

  test('a body that is not what the action takes is refused', async () => {
    expect((await postJson('/type', { channel: 1 })).status).toBe(400);
    expect(done).toEqual([]);
  });
});

describe('another page in the same browser', () => {
  test('cannot act: its origin is another', async () => {
    expect((await postJson('/alert', {}, { origin: 'http://evil.example' })).status).toBe(403);
    expect(done).toEqual([]);
  });

  test('cannot act with a form: only JSON is taken', async () => {
    const response = await fetch(url('/alert'), { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect(response.status).toBe(403);
    expect(done).toEqual([]);
  });

  test('cannot read by a name of its own that resolves here', async () => {
    expect(await statusWithHost('evil.example')).toBe(403);
    expect(await statusWithHost(page.host)).toBe(200);
  });
});

test('the stream brings what there is, then what comes, and no ephemeral message to somebody else', async () => {
  workspace.post({ channel: 'C1', user: 'U1', text: 'before' });
  const response = await fetch(url('/events'));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  workspace.post({ channel: 'C1', user: 'U1', text: 'secret', onlyVisibleTo: 'U2' });
  const root = workspace.post({ channel: 'C1', user: 'U1', text: 'root' });
  workspace.post({ channel: 'C1', user: 'U1', text: 'reply', threadTs: root.ts });
  let seen = '';
  while (!seen.includes('1 reply')) seen += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  expect(seen.match(/^event: \w+/gm)).toEqual([
    'event: hello',
    'event: message',
    'event: ready',
    'event: message',
    'event: message',
    'event: message',
  ]);
  expect(seen).not.toContain('secret');
});
