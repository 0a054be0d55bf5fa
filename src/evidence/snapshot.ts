import { z } from 'zod';

/** An error as AWS answered it. `region` is where S3 said that the bucket is. */
export interface SnapshotError {
  readonly name: string;
  readonly message: string;
  readonly httpStatus?: number | undefined;
  readonly region?: string | undefined;
}

/** What tells one call from another. */
export interface CallKey {
  /** The account in which it was read; `self` where the credentials at hand were used as they are. */
  readonly account: string;
  /** The SDK client's name: `s3`, `s3control`, `iam`, `organizations`, `kms`, `ec2`, `cloudtrail`, `sts`. */
  readonly service: string;
  /** The SDK command's name without `Command`, e.g. `GetBucketPolicy`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Counts where an account's regions answer for themselves. */
  readonly region?: string | undefined;
}

/** One AWS call with its answer: `output` as the SDK returns it, or `error`. */
export interface SnapshotCall extends CallKey {
  readonly output?: unknown;
  readonly error?: SnapshotError | undefined;
  /** When AWS gave the answer, where the diagnosis took it from a cache; ISO 8601. */
  readonly readAt?: string | undefined;
  /** How long AWS took, in milliseconds. */
  readonly ms?: number | undefined;
}

/** Every AWS call of one diagnosis. `recordedAt` (ISO 8601) is the clock of its replay. */
export interface Snapshot {
  readonly schemaVersion: 1;
  readonly recordedAt: string;
  /** Where the organization was read, so that a replay looks there again. */
  readonly organizationAccount?: string | undefined;
  /** The diagnostic role's name, where it was another than the usual; and whether roles were assumed at all. */
  readonly roleName?: string | undefined;
  readonly noAssume?: boolean | undefined;
  /** Whether the object itself was looked at. */
  readonly lookAtObject?: boolean | undefined;
  readonly calls: readonly SnapshotCall[];
}

const Call = z
  .strictObject({
    account: z.string().regex(/^(\d{12}|self)$/, 'must be an account id of 12 digits, or `self`'),
    service: z.string().min(1),
    operation: z.string().min(1),
    input: z.record(z.string(), z.unknown()).default({}),
    region: z.string().optional(),
    output: z.unknown().optional(),
    error: z
      .strictObject({
        name: z.string(),
        message: z.string().default(''),
        httpStatus: z.number().int().optional(),
        region: z.string().optional(),
      })
      .optional(),
    readAt: z.iso.datetime({ offset: true }).optional(),
    ms: z.number().nonnegative().optional(),
  })
  .refine((call) => (call.output === undefined) !== (call.error === undefined), 'needs either `output` or `error`');

const SnapshotFile = z.strictObject({
  schemaVersion: z.literal(1, 'this version of s3-403 reads snapshots of schemaVersion 1'),
  recordedAt: z.iso.datetime({ offset: true }),
  organizationAccount: z.string().optional(),
  roleName: z.string().optional(),
  noAssume: z.boolean().optional(),
  lookAtObject: z.boolean().optional(),
  calls: z.array(Call),
});

export type ParsedSnapshot =
  | { readonly kind: 'parsed'; readonly snapshot: Snapshot }
  | { readonly kind: 'malformed'; readonly because: string };

/** Parses a snapshot file's text or JSON value; a file that is none says where it departs from one. */
export function parseSnapshot(source: unknown): ParsedSnapshot {
  let value = source;
  if (typeof source === 'string') {
    try {
      value = JSON.parse(source);
    } catch (error) {
      return { kind: 'malformed', because: `the snapshot is not JSON: ${error instanceof Error ? error.message : ''}` };
    }
  }
  const parsed = SnapshotFile.safeParse(value);
  if (parsed.success) return { kind: 'parsed', snapshot: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the file' : `\`${issue.path.join('.')}\``;
  return { kind: 'malformed', because: `not a snapshot: ${place}: ${issue?.message ?? 'unknown fault'}` };
}

// Inputs that differ from run to run without asking for anything else.
const NOT_PART_OF_THE_QUESTION: Readonly<Record<string, readonly string[]>> = {
  'cloudtrail:LookupEvents': ['StartTime', 'EndTime', 'MaxResults'],
  's3:ListBuckets': ['MaxBuckets'],
};

function canonical(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, canonical(held)]),
  );
}

// The same words are another question in another region. A bucket is in one place, wherever it is asked for.
const REGIONAL: ReadonlySet<string> = new Set(['cloudtrail', 'ec2', 'kms', 'lambda']);

/** Equal for two calls that ask the same of the same account, whatever the order of their inputs. */
export function callKey({ account, service, operation, input, region }: CallKey): string {
  const ignored = NOT_PART_OF_THE_QUESTION[`${service}:${operation}`] ?? [];
  const asked = Object.fromEntries(Object.entries(input).filter(([name]) => !ignored.includes(name)));
  const where = region !== undefined && REGIONAL.has(service) ? ` ${region}` : '';
  return `${account}${where} ${service}:${operation} ${JSON.stringify(canonical(asked))}`;
}

/** The calls by their key; of calls that ask the same, the first. */
export function indexCalls(snapshot: Snapshot): ReadonlyMap<string, SnapshotCall> {
  const index = new Map<string, SnapshotCall>();
  for (const call of snapshot.calls) {
    const key = callKey(call);
    if (!index.has(key)) index.set(key, call);
  }
  return index;
}

const SECRET_NAME = /^(secretaccesskey|sessiontoken|secretkey|credentials|accesskeyid|authorization|\$metadata)$/i;

/** An AWS answer as JSON: dates and bytes tagged so that they come back, credentials and transport details left out. */
export function encodeOutput(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(encodeOutput);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, held]) => held !== undefined && typeof held !== 'function' && !SECRET_NAME.test(name),
  );
  return Object.fromEntries(kept.map(([name, held]) => [name, encodeOutput(held)]));
}

/** What `encodeOutput` made, as the SDK would return it. */
export function decodeOutput(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeOutput);
  if (typeof value !== 'object' || value === null) return value;
  if ('$date' in value && typeof value.$date === 'string') return new Date(value.$date);
  if ('$bytes' in value && typeof value.$bytes === 'string') return new Uint8Array(Buffer.from(value.$bytes, 'base64'));
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, decodeOutput(held)]));
}
