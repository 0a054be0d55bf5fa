import { fromCloudTrailEvent } from './from-cloudtrail-event.ts';
import type { Denial } from './s3-call.ts';

/** The denials in a text with CloudTrail records, and what the records are that are none. */
export type CloudTrailText =
  | {
      readonly kind: 'events';
      readonly denials: readonly Denial[];
      /** One sentence for each record that is no denial of S3. */
      readonly others: readonly string[];
      /** Calls that failed for something that no policy explains. */
      readonly failed: readonly Denial[];
      /** One sentence for each record that could not be read, naming it and the field. */
      readonly unusable: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly because: string };

/**
 * Reads one record, a file of `Records`, what `lookup-events` prints (`Events`, `CloudTrailEvent`), an EventBridge event
 * (`detail`), a list of any of these, or one of them a line.
 */
export function fromCloudTrail(text: string): CloudTrailText {
  const json = parseJson(text) ?? parseLines(text);
  if (json === undefined)
    return { kind: 'invalid', because: text.trim() === '' ? 'there is nothing in it' : 'it is not JSON' };
  const records = recordsOf(json.value, 0);
  if (records.length === 0) return { kind: 'invalid', because: 'there is no CloudTrail record in it' };
  const denials: Denial[] = [];
  const others: string[] = [];
  const failed: Denial[] = [];
  const unusable: string[] = [];
  records.forEach((record, index) => {
    const reading = fromCloudTrailEvent(record);
    if (reading.kind === 'denied') denials.push(reading.denial);
    else if (reading.kind === 'notDenied') {
      others.push(reading.because);
      if (reading.failed !== undefined) failed.push(reading.failed);
    } else unusable.push(records.length === 1 ? reading.because : `record ${index + 1}: ${reading.because}`);
  });
  return { kind: 'events', denials, others, failed, unusable };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    // A byte order mark is no JSON.
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return undefined;
  }
}

function parseLines(text: string): { readonly value: unknown } | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const values = lines.map(parseJson);
  return lines.length > 1 && values.every((value) => value !== undefined)
    ? { value: values.map((value) => value?.value) }
    : undefined;
}

/** Envelopes are nested no deeper than this. */
const DEEPEST = 6;

function recordsOf(value: unknown, depth: number): readonly unknown[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => recordsOf(item, depth + 1));
  if (typeof value === 'string') {
    const inner = parseJson(value);
    return inner === undefined ? [value] : recordsOf(inner.value, depth + 1);
  }
  if (typeof value !== 'object' || value === null) return [value];
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const name of ENVELOPES) {
    const inside = fields.get(name);
    if (inside !== undefined && !fields.has('eventSource')) return recordsOf(inside, depth + 1);
  }
  return [value];
}

const ENVELOPES = ['Records', 'Events', 'CloudTrailEvent', 'detail', '@message', 'message'];
