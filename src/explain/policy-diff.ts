import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { applyEdits, format } from 'jsonc-parser';
import type { PolicyDocument } from '../policy/policy-document.ts';

/**
 * The text of a document as a person reads it: AWS's own where it has lines, else the same on lines of their own. S3
 * returns bucket policies on one line, of which a diff would say nothing.
 */
export function readableText(document: Pick<PolicyDocument, 'text' | 'source'>): string {
  const known = TEXTS.get(document);
  if (known !== undefined) return known;
  const text = textOf(document);
  TEXTS.set(document, text);
  return text;
}

/** Each document is written out once, however many of its statements are spoken of. */
const TEXTS = new WeakMap<Pick<PolicyDocument, 'text' | 'source'>, string>();

function textOf({ text, source }: Pick<PolicyDocument, 'text' | 'source'>): string {
  if (text === undefined) return JSON.stringify(source, null, 2);
  const line = text.trim();
  if (line.includes('\n')) return text;
  return applyEdits(line, format(line, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' }));
}

/** A unified diff with three lines around each change; a document that is new is compared with `/dev/null`. */
export function policyDiff(name: string, before: string | null, after: string): string {
  // A name of AWS Organizations may have any character, and must not become lines of the diff.
  const shown = name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  const [from, to] = before === null ? ['/dev/null', shown] : [shown, `${shown} (proposed)`];
  return createTwoFilesPatch(from, to, ended(before ?? ''), ended(after), undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

const ended = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
