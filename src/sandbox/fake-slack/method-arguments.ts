import { z } from 'zod';
import type { WireBlock } from './workspace.ts';

const Json = z.record(z.string(), z.unknown());
const Block = z.looseObject({ type: z.string(), block_id: z.string().optional() });

/** The arguments of one Web API call, as Slack reads them from a form or from JSON. */
export type MethodArguments = Readonly<Record<string, unknown>>;

/** Slack takes arguments as a form, in which structured values are JSON text, or as one JSON object. */
export function parseArguments(contentType: string, body: string): MethodArguments | undefined {
  if (!contentType.includes('json')) return Object.fromEntries(new URLSearchParams(body));
  return Json.safeParse(parseJson(body)).data;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function textOf(args: MethodArguments, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}

/** A structured argument, whether it came as JSON text or as a value. */
export function structuredOf(args: MethodArguments, name: string): unknown {
  const value = args[name];
  return typeof value === 'string' ? parseJson(value) : value;
}

export function recordOf(args: MethodArguments, name: string): Readonly<Record<string, unknown>> | undefined {
  return Json.safeParse(structuredOf(args, name)).data;
}

/** The blocks; undefined where there are none, null where they are no array of blocks. */
export function blocksOf(args: MethodArguments): readonly WireBlock[] | undefined | null {
  if (args.blocks === undefined) return undefined;
  const parsed = z.array(Block).safeParse(structuredOf(args, 'blocks'));
  if (!parsed.success) return null;
  return parsed.data.map(({ block_id, ...rest }) => (block_id === undefined ? rest : { ...rest, block_id }));
}
