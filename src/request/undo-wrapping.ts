const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** Undoes what XML, JSON, logs and Slack do to quotes and links. */
export function undoWrapping(text: string): string {
  const linked = text.replace(
    /<((?:https?|mailto):[^|<>\s]*)(?:\|([^<>]*))?>/g,
    (_link, url: string, label?: string) =>
      label !== undefined && url.replace(/^\w+:(?:\/\/)?/, '') === label ? label : url,
  );
  const decoded = linked.replace(/&(?:quot|#34|apos|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
  return decoded
    .replace(/\\+"/g, '"')
    .replace(/\\n/g, '\n')
    .replace(/[\u201c\u201d]/g, '"');
}
