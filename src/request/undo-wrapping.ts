const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** Undoes what XML, JSON, logs, terminals and Slack do to quotes, links and lines. */
export function undoWrapping(text: string): string {
  const linked = withoutFrame(text).replace(
    /<((?:https?|mailto):[^|<>\s]*)(?:\|([^<>]*))?>/g,
    (_link, url: string, label?: string) =>
      label !== undefined && url.replace(/^\w+:(?:\/\/)?/, '') === label ? label : url,
  );
  const decoded = linked.replace(/&(?:quot|#34|apos|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
  return joinLines(
    decoded
      .replace(/\\+"/g, '"')
      .replace(/\\n/g, '\n')
      .replace(/[\u201c\u201d]/g, '"'),
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const COLOURS = /\u001b\[[0-9;]*m/g;
/** What Terraform draws around its errors, and mail in front of what it quotes. */
const FRAME = /^[ \t]*(?:[│╷╵|>][ \t]*)+/gm;

const withoutFrame = (text: string): string => text.replace(COLOURS, '').replace(FRAME, '');

/** Words with which a line of AWS's sentence can end although the sentence goes on, and with which the next can begin. */
const ENDS =
  /(?:User:|\b(?:is|not|authorized|to|perform:|on|this|resource:|because|no|with|an?|explicit|deny|in|the|identity-based|resource-based|service control|resource control|permissions|session|VPC|endpoint|role trust|allows|S3|Block|Public))$/;
const BEGINS =
  /^(?:is not authorized|not authorized to|authorized to perform|to perform:|perform:|on resource:|on this resource|resource:|because |no \S+ (?:policy|policies)|with an explicit|an explicit deny|explicit deny|deny in an?|in an? |policy allows|boundary allows|allows the|(?:s3|kms):\w+ action|action\b)/;

/** Puts AWS's sentence on one line where a terminal or an XML printer broke it. */
function joinLines(text: string): string {
  const start = text.indexOf('User:');
  if (start < 0) return text;
  const [first = '', ...rest] = text.slice(start).split(/\r?\n/);
  let joined = first;
  let last = first.trimEnd();
  for (const line of rest) {
    const next = line.trimStart();
    const goesOn = next !== '' && (ENDS.test(last) || BEGINS.test(next));
    joined = goesOn ? `${joined.trimEnd()} ${next}` : `${joined}\n${line}`;
    last = next.trimEnd();
  }
  return text.slice(0, start) + joined;
}
