import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { READ_NAMES } from '../../src/collect/reads.ts';
import type { WireRequest } from './wire-request.ts';
import type { WireAnswer } from './wire-tap.ts';

const FOLDER = join(import.meta.dirname, 'documented');

const Documented = z.strictObject({
  /** Where AWS documents the answer. */
  page: z.string().regex(/^https:\/\/docs\.aws\.amazon\.com\/[\w/.-]+\.html$/),
  call: z.enum(READ_NAMES),
  status: z.number().int().default(200),
  type: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string(),
});

/** An answer of AWS as AWS documents it, byte for byte as it goes over the wire. */
export interface DocumentedAnswer extends WireAnswer {
  readonly page: string;
  readonly call: string;
}

/** The names of the files in `documented`, without their ending. */
export const DOCUMENTED = readdirSync(FOLDER)
  .map((file) => file.replace(/\.yml$/, ''))
  .sort();

export function documentedAnswer(name: string): DocumentedAnswer {
  const text = readFileSync(join(FOLDER, `${name}.yml`), 'utf8');
  const { page, call, status, type, headers, body } = Documented.parse(parse(text));
  return { page, call, status, headers: { 'content-type': type, ...headers }, body };
}

/** What AWS answers of a bucket and an organization in which nobody changed what moto has no answer to. */
export const ORDINARY = [
  'owner-pays',
  'bucket-abac-disabled',
  'no-object-retention',
  'no-effective-s3-policy',
] as const;

/** Answers each call that one of the documented answers is about with it; of two with the one named last. */
export function answering(...names: readonly string[]): (request: WireRequest) => WireAnswer | undefined {
  const answers = new Map(names.map(documentedAnswer).map((answer) => [answer.call, answer]));
  return ({ call }) => answers.get(call);
}
