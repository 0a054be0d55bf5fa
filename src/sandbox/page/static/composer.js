/** The field in which messages and slash commands are typed. */
export function openComposer(form, { send }) {
  const field = form.querySelector('textarea');
  const button = form.querySelector('button');
  const hint = form.querySelector('.command-hint');
  const history = [];
  let place = 0;
  let usage = { command: '', text: '' };

  const draw = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
    button.disabled = field.value.trim() === '';
    field.classList.toggle('is-command', field.value.startsWith('/'));
    const typed = field.value.split(/\s/)[0];
    const typing = field.value.startsWith('/') && usage.command.startsWith(typed) && document.activeElement === field;
    hint.hidden = !typing;
  };
  const recall = (step) => {
    const next = place + step;
    if (next < 0 || next > history.length) return;
    place = next;
    field.value = history[place] ?? '';
    draw();
    field.setSelectionRange(field.value.length, field.value.length);
  };
  const submit = async () => {
    const text = field.value.trim();
    if (text === '') return;
    if (history.at(-1) !== text) history.push(text);
    place = history.length;
    field.value = '';
    draw();
    try {
      await send(text);
    } catch {
      field.value = text;
      draw();
    }
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener('input', draw);
  field.addEventListener('focus', draw);
  field.addEventListener('blur', () => {
    hint.hidden = true;
  });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const untouched = field.value === '' || field.value === history[place];
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' && untouched) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === 'ArrowDown' && untouched) {
      event.preventDefault();
      recall(1);
    } else if (event.key === 'Escape') hint.hidden = true;
  });
  draw();

  return {
    fill: (text) => {
      field.value = text;
      draw();
    },
    focus: () => field.focus(),
    submit,
    setHint: (given) => {
      usage = given;
      const code = Object.assign(document.createElement('code'), {
        className: 'command-usage',
        textContent: `${given.command} ${given.usage}`,
      });
      const words = Object.assign(document.createElement('span'), { textContent: given.text });
      hint.replaceChildren(code, document.createElement('br'), words);
    },
  };
}
