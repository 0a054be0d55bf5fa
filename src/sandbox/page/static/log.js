const formatter = (options) => {
  const format = new Intl.DateTimeFormat(undefined, options);
  return (date) => format.format(date);
};
/** Slack's date tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
const TOKENS = {
  '{time}': formatter({ hour: '2-digit', minute: '2-digit' }),
  '{time_secs}': formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  '{date}': formatter({ dateStyle: 'long' }),
  '{date_pretty}': formatter({ dateStyle: 'long' }),
  '{date_short}': formatter({ dateStyle: 'medium' }),
  '{date_short_pretty}': formatter({ dateStyle: 'medium' }),
  '{date_long}': formatter({ dateStyle: 'full' }),
  '{date_long_pretty}': formatter({ dateStyle: 'full' }),
  '{date_num}': (date) => date.toISOString().slice(0, 10),
};
const spoken = (format, date) => format.replace(/\{[a-z_]+\}/g, (token) => TOKENS[token]?.(date) ?? token);

/** A list of messages that grows at its end and changes in place. The markup comes from the server, escaped there. */
export function openLog(list, { follows, press, openThread, useShortcut }) {
  const shown = new Map();
  let pinned = follows;
  let expecting = false;

  const toBottom = () => {
    list.scrollTop = list.scrollHeight;
  };
  list.addEventListener('scroll', () => {
    pinned = follows && list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  });
  // A list that becomes narrower becomes longer.
  new ResizeObserver(() => {
    if (pinned) toBottom();
  }).observe(list);

  const fill = (element, message) => {
    const focused = element.contains(document.activeElement) ? document.activeElement.dataset.action : undefined;
    element.className = 'message';
    element.classList.toggle('ephemeral', message.ephemeral);
    element.classList.toggle('from-app', message.fromApp);
    element.innerHTML = message.markup;
    for (const time of element.querySelectorAll('time')) {
      time.textContent = spoken(time.dataset.format ?? '{time}', new Date(time.dateTime));
    }
    for (const button of element.querySelectorAll('[data-action]')) {
      button.addEventListener('click', () => clicked(button, message));
    }
    element.querySelector('[data-open-thread]')?.addEventListener('click', () => openThread(message));
    if (!message.fromApp && !message.ephemeral) element.append(menu(message));
    if (focused !== undefined) element.querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
  };

  const clicked = async (button, message) => {
    const { confirm: question, action } = button.dataset;
    if (question !== '' && !window.confirm(question)) return;
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    try {
      await press(message, action);
    } finally {
      button.removeAttribute('aria-busy');
    }
  };

  const menu = (message) => {
    const box = Object.assign(document.createElement('div'), { className: 'message-menu' });
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      textContent: 'Diagnose this S3 403',
    });
    button.addEventListener('click', () => useShortcut(message));
    box.append(button);
    return box;
  };

  const create = (message) => {
    const element = document.createElement('article');
    element.dataset.ts = message.ts;
    fill(element, message);
    shown.set(message.ts, element);
    return element;
  };

  return {
    show(messages, empty) {
      shown.clear();
      const sorted = [...messages].sort((a, b) => a.ts.localeCompare(b.ts));
      list.replaceChildren(...(empty === undefined ? [] : [empty()]), ...sorted.map(create));
      pinned = follows;
      if (follows) toBottom();
      else list.scrollTop = 0;
    },
    /** The next message that is new is scrolled to. */
    expectReply() {
      expecting = true;
    },
    put(message) {
      const known = shown.get(message.ts);
      if (known !== undefined) fill(known, message);
      else {
        const element = create(message);
        element.classList.add('arrived');
        list.append(element);
        if (expecting) element.scrollIntoView({ block: 'end' });
        expecting = false;
      }
      if (pinned) toBottom();
    },
    remove(ts) {
      shown.get(ts)?.remove();
      shown.delete(ts);
    },
  };
}
