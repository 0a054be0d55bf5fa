import { openComposer } from './composer.js';
import { openLog } from './log.js';

const byId = (id) => document.getElementById(id);
const app = byId('app');
const thread = byId('thread');
const messages = new Map();
const seen = new Map();
let channel;
let loading = true;
let openThread;
let awaitingAnswer;
let returnFocusTo;
let demo;

const post = async (path, body) => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
};

function press(message, actionId) {
  const root = message.threadTs ?? message.ts;
  if (openThread !== root && isWide()) showThread(root, false);
  threadLog.expectReply();
  return post('/press', { channel: message.channel, ts: message.ts, action: actionId });
}
const handlers = { press, openThread: (message) => showThread(message.ts, true), useShortcut };
const channelLog = openLog(byId('channel-log'), { ...handlers, follows: true });
const threadLog = openLog(byId('thread-log'), { ...handlers, follows: false });
/** There is room for a thread beside the channel. */
const isWide = () => window.matchMedia('(min-width: 1181px)').matches;

const composer = openComposer(byId('composer'), {
  send: (text) => {
    if (text.startsWith('/')) awaitAnswer(channel);
    return post('/type', { channel, text });
  },
});

function useShortcut(message) {
  awaitAnswer(message.channel, message.ts);
  return post('/shortcut', { channel: message.channel, ts: message.ts });
}

/** The thread of the next answer will open: one that is newer than everything so far, or that of a message. */
function awaitAnswer(where, threadTs) {
  const newest = [...messages.values()].map(({ ts }) => Number(ts)).reduce((one, other) => Math.max(one, other), 0);
  awaitingAnswer = { channel: where, since: newest, threadTs };
}

const inChannel = () =>
  [...messages.values()].filter((message) => message.channel === channel && message.threadTs === null);
const inThread = () =>
  [...messages.values()].filter(
    (message) => message.channel === channel && (message.ts === openThread || message.threadTs === openThread),
  );

function showChannel(id) {
  channel = id;
  closeThread(false);
  const { name, topic } = demo.channels.find((candidate) => candidate.id === id);
  byId('channel-name').textContent = `# ${name}`;
  byId('channel-topic').textContent = topic;
  byId('composer-text').setAttribute('placeholder', `Message #${name}, or type /s3-403 …`);
  document.title = `#${name} – s3-403 demo`;
  seen.set(id, 0);
  channelLog.show(inChannel(), welcome);
  drawChannels();
  byId('sidebar').classList.remove('open');
  byId('sidebar-toggle').setAttribute('aria-expanded', 'false');
}

function showThread(ts, focus) {
  openThread = ts;
  thread.hidden = false;
  app.classList.add('with-thread');
  byId('thread-topic').textContent = `#${demo.channels.find(({ id }) => id === channel).name}`;
  threadLog.show(inThread());
  if (focus) {
    returnFocusTo = document.activeElement;
    byId('thread-name').focus();
  }
}

function closeThread(focus = true) {
  openThread = undefined;
  thread.hidden = true;
  app.classList.remove('with-thread');
  if (!focus) return;
  if (returnFocusTo?.isConnected) returnFocusTo.focus();
  else composer.focus();
}

function receive(message) {
  const isNew = !messages.has(`${message.channel} ${message.ts}`);
  messages.set(`${message.channel} ${message.ts}`, message);
  if (loading) return;
  if (message.channel !== channel) {
    if (isNew && message.threadTs === null) seen.set(message.channel, (seen.get(message.channel) ?? 0) + 1);
    return drawChannels();
  }
  if (message.threadTs === null) channelLog.put(message);
  if (openThread !== undefined && (message.ts === openThread || message.threadTs === openThread))
    threadLog.put(message);
  openAnswer(message);
}

/** The thread of an answer opens by itself once, where there is room beside the channel. */
function openAnswer({ threadTs, fromApp, channel: where }) {
  if (awaitingAnswer === undefined || threadTs === null || !fromApp || where !== awaitingAnswer.channel) return;
  if (threadTs !== awaitingAnswer.threadTs && Number(threadTs) <= awaitingAnswer.since) return;
  awaitingAnswer = undefined;
  if (isWide()) showThread(threadTs, false);
}

function drawChannels() {
  const items = demo.channels.map(({ id, name }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append('#', Object.assign(document.createElement('span'), { textContent: name }));
    button.setAttribute('aria-current', String(id === channel));
    const unread = seen.get(id) ?? 0;
    if (unread > 0) {
      button.classList.add('has-unread');
      const badge = Object.assign(document.createElement('span'), { className: 'unread', textContent: String(unread) });
      badge.setAttribute('aria-label', `${unread} unread`);
      button.append(badge);
    }
    button.addEventListener('click', () => showChannel(id));
    const item = document.createElement('li');
    item.append(button);
    return item;
  });
  byId('channels').replaceChildren(...items);
}

function drawExamples() {
  const items = demo.examples.map(({ title, command }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(
      Object.assign(document.createElement('span'), { className: 'example-title', textContent: title }),
      Object.assign(document.createElement('code'), { className: 'example-command', textContent: command }),
    );
    button.title = command;
    button.addEventListener('click', () => runExample(command));
    const item = document.createElement('li');
    item.append(button);
    return item;
  });
  byId('examples').replaceChildren(...items);
}

function runExample(command) {
  if (channel !== demo.channels[0].id) showChannel(demo.channels[0].id);
  byId('sidebar').classList.remove('open');
  composer.fill(command);
  composer.submit();
}

function welcome() {
  const box = Object.assign(document.createElement('section'), { className: 'welcome' });
  const [first] = demo.examples;
  const isFirstChannel = channel === demo.channels[0].id;
  box.append(
    Object.assign(document.createElement('h2'), {
      textContent: isFirstChannel ? 'Why did S3 say 403?' : 'Denials arrive here by themselves',
    }),
    Object.assign(document.createElement('p'), {
      textContent: isFirstChannel
        ? 'Type /s3-403 with a bucket, a key and a role. The answer names the statement that denies, in every layer of policy that has a say, and offers a change that was evaluated before it is shown.'
        : 'When CloudTrail records a denied S3 call, the app diagnoses it and posts it once, with a count. Press “CloudTrail records a denial” to see it.',
    }),
  );
  if (isFirstChannel) {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'try',
      textContent: 'Try it',
    });
    button.append(Object.assign(document.createElement('code'), { textContent: first.command }));
    button.addEventListener('click', () => runExample(first.command));
    box.append(button);
  }
  return box;
}

function listen() {
  const events = new EventSource('/events');
  events.addEventListener('hello', () => {
    byId('offline').hidden = true;
    messages.clear();
    loading = true;
  });
  events.addEventListener('ready', () => {
    loading = false;
    showChannel(channel ?? demo.channels[0].id);
  });
  events.addEventListener('message', ({ data }) => receive(JSON.parse(data)));
  events.addEventListener('deleted', ({ data }) => {
    const { channel: where, ts } = JSON.parse(data);
    messages.delete(`${where} ${ts}`);
    channelLog.remove(ts);
    threadLog.remove(ts);
  });
  events.addEventListener('error', () => {
    byId('offline').hidden = false;
  });
}

byId('close-thread').addEventListener('click', () => closeThread());
thread.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') closeThread();
});
byId('send-alert').addEventListener('click', async () => {
  if (channel !== demo.alertChannel) showChannel(demo.alertChannel);
  awaitAnswer(demo.alertChannel);
  await post('/alert', {});
});
byId('repair').addEventListener('click', () => {
  if (channel !== demo.channels[0].id) showChannel(demo.channels[0].id);
  byId('sidebar').classList.remove('open');
  return post('/repair', {});
});
byId('sidebar-toggle').addEventListener('click', () => {
  const open = byId('sidebar').classList.toggle('open');
  byId('sidebar-toggle').setAttribute('aria-expanded', String(open));
});

demo = await (await fetch('/demo.json')).json();
composer.setHint(demo.hint);
drawExamples();
listen();
composer.focus();
