import { isAboutAccount } from './about-account.ts';
import { parseArn } from './arn.ts';
import type { BadArguments } from './bad-arguments.ts';
import { TERMINAL_OPTIONS } from './diagnose-options.ts';
import { type DiagnoseArguments, fromArguments } from './from-arguments.ts';
import { findHiddenProblem, findNotAPolicyProblem, type NotAPolicyProblem } from './not-a-policy-problem.ts';
import { parseObjectUrl } from './object-url.ts';
import { isCutOff, parseReportedReason } from './reported-reason.ts';
import { assumingDenied } from './role-not-assumed.ts';
import { findS3Action } from './s3-actions.ts';
import { parseS3Arn } from './s3-arn.ts';
import type { ReportedReason } from './s3-call.ts';
import { findS3Operation } from './s3-operations.ts';
import { undoWrapping } from './undo-wrapping.ts';
import { namesakeOperation } from './usual-operation.ts';

/** An error text that names no call to diagnose; `notAPolicyProblem` where it is of a kind that policies do not explain. */
export interface UnusableErrorMessage extends BadArguments {
  readonly notAPolicyProblem?: NotAPolicyProblem;
  /** What the text tells of the call all the same. */
  readonly told?: ToldByError;
}

export interface ToldByError {
  readonly operation?: string | undefined;
  /** A name, an `s3://` URL or an ARN, as it stands in the text. */
  readonly bucket?: string | undefined;
  readonly principal?: string | undefined;
}

/**
 * Reads the principal, the action, the resource and AWS's reason out of an error text, with whatever stands around it (an
 * SDK's prefix, an XML body, the AWS CLI's own words). `words` are arguments of `diagnose` that say what the text does not:
 * BUCKET [KEY], PRINCIPAL, or options; what they say wins.
 */
export function fromErrorMessage(
  text: string,
  words: readonly string[] = [],
): DiagnoseArguments | UnusableErrorMessage {
  const plain = undoWrapping(aroundError(text));
  const reason = parseReportedReason(plain);
  const other = reason?.action === undefined ? findNotAPolicyProblem(plain) : undefined;
  const told = tellings(plain, reason);
  const alone =
    other === undefined
      ? undefined
      : unusable(other.what, other.help, {
          notAPolicyProblem: other,
          told: { ...told, operation: operationOf(plain) },
        });
  if (alone !== undefined && sorted(words).positionals.length === 0) return alone;
  const foreign = reason?.action === undefined ? undefined : foreignAction(reason);
  if (foreign !== undefined) return foreign;
  if (reason === undefined && other === undefined && operationOf(plain) === undefined) {
    return unusable(
      plain.trim() === '' ? 'there is no text' : 'there is no error of S3 in the text',
      "give AWS's whole error text, from `User:` or `AccessDenied` on",
    );
  }
  const hidden = other ?? findHiddenProblem(plain);
  const parsed = fromArguments(completed(words, told));
  if (parsed.kind === 'invalid')
    return alone ?? (words.length > 0 ? parsed : missing(told, parsed, asksForAccount(plain, reason)));
  return {
    ...parsed,
    denial: {
      ...parsed.denial,
      call: { ...parsed.denial.call, ...kmsKeyOf(reason) },
      source: 'errorMessage',
      ...(reason === undefined ? {} : { reportedReason: reason }),
      ...(hidden === undefined ? {} : { notAPolicyProblem: hidden }),
      ...(reason === undefined || !isCutOff(reason.sentence)
        ? {}
        : { notes: [...(parsed.denial.notes ?? []), CUT_OFF] }),
    },
  };
}

const CUT_OFF =
  "AWS's sentence ends within the name of the object, so the key may be cut off: name KEY if it is longer.";
const LONGEST_TEXT = 16_000;
const BEFORE_ERROR = 4_000;

/** Of a long log, the part around its first error. */
function aroundError(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const at = text.search(/not authorized to perform|Access ?Denied|An error occurred|Forbidden/i);
  const start = Math.max(0, at - BEFORE_ERROR);
  return text.slice(start, start + LONGEST_TEXT);
}

/** The words of a `diagnose` that the text tells. */
interface Told {
  readonly bucket?: string;
  readonly principal?: string;
  readonly options: readonly string[];
}

const unusable = (what: string, help: string, more: Partial<UnusableErrorMessage> = {}): UnusableErrorMessage => ({
  kind: 'invalid',
  what,
  help,
  example: 'example-reports 2026/10.csv arn:aws:iam::111122223333:role/reports',
  ...more,
});

/** A denial of another service's action is not ours to explain; assuming the role is the step before S3. */
function foreignAction(reason: ReportedReason): UnusableErrorMessage | undefined {
  const { action = '', resource, principal } = reason;
  if (/^(?:s3|kms|s3express|s3-object-lambda|s3-outposts|s3tables):/i.test(action)) return undefined;
  if (!/^sts:/i.test(action)) {
    const service = action.slice(0, action.indexOf(':'));
    return unusable(
      `\`${action}\` is an action of \`${service}\``,
      'only calls to S3, and to the KMS keys of its objects, are explained',
    );
  }
  const named = (name: string | undefined, otherwise: string): string =>
    name === undefined ? otherwise : `\`${name}\``;
  const denied = assumingDenied(reason);
  const because = denied === undefined ? '' : `, since ${denied.because}`;
  const what = `${named(principal, 'the caller')} could not assume ${named(resource, 'the role')}${because}: the call never came to S3`;
  const help =
    denied?.help ??
    `the role's trust policy must name the caller, and the caller's own policies must allow \`${action}\` on the role`;
  const docs =
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html#troubleshoot_roles_cant-assume-role';
  const problem = { code: 'RoleNotAssumed', status: 403, what, help, docs };
  return unusable(what, help, { notAPolicyProblem: problem, told: { operation: action, bucket: resource, principal } });
}

function tellings(text: string, reason: ReportedReason | undefined): Told {
  const named = reason?.resource === undefined ? undefined : parseS3Arn(reason.resource);
  const bucket = named === undefined ? bucketOf(text) : reason?.resource;
  const hasKey =
    named === undefined
      ? bucket !== undefined && /^s3:\/\/[^/]+\/./.test(bucket)
      : named.kind !== 'bucket' && named.kind !== 'accessPoint';
  return {
    ...(bucket === undefined ? {} : { bucket }),
    ...(reason?.principal === undefined ? {} : { principal: reason.principal }),
    options: askedFor(operationOf(text), reason?.action, hasKey),
  };
}

/** Which operation or action was denied: the operation, if the action is one that it always needs; else the action alone. */
function askedFor(operation: string | undefined, action: string | undefined, hasKey: boolean): readonly string[] {
  const found = operation === undefined ? undefined : findS3Operation(operation);
  if (action === undefined) return found === undefined ? [] : ['--operation', found.name];
  const known = findS3Action(action)?.action;
  if (known === undefined) {
    if (/^kms:/i.test(action)) return ['--action', action];
    // `s3:CopyObject` is printed although there is no such action: the write is what was denied.
    const named = findS3Operation(action.slice(action.indexOf(':') + 1));
    const writes = named?.needs.find(({ kind, whenCarried }) => kind === 's3' && whenCarried === undefined && hasKey);
    return writes === undefined
      ? ['--action', action]
      : ['--action', /copy/i.test(action) ? 's3:PutObject' : writes.action];
  }
  const likely = found ?? namesakeOperation(known);
  const first = likely?.needs.find(
    (need) => need.kind === 's3' && need.whenCarried === undefined && need.on !== 'copySource',
  );
  return likely !== undefined && first?.action === known ? ['--operation', likely.name] : ['--action', known];
}

const OPERATIONS = [
  /when calling the (?<operation>\w+) operation/i,
  /operation error S3: (?<operation>\w+)/i,
  /\bS3\.(?<operation>[A-Z]\w+)\b/,
  /<Operation>(?<operation>\w+)<\/Operation>/i,
  /Error executing "(?<operation>\w+)" on/i,
];

function operationOf(text: string): string | undefined {
  return OPERATIONS.map((pattern) => pattern.exec(text)?.groups?.operation).find((name) => name !== undefined);
}

/** The AWS CLI, the XML body and URLs name bucket and key apart from AWS's sentence. */
function bucketOf(text: string): string | undefined {
  return inElements(text) ?? inTransfer(text) ?? inPath(text) ?? inUrl(text);
}

/** `s3://`, and Hadoop's `s3a://` and `s3n://`, which are followed by a colon. */
function inPath(text: string): string | undefined {
  const [, path] = /\bs3[an]?:(\/\/[^\s"'<>,;)]+)/i.exec(text) ?? [];
  return path === undefined ? undefined : `s3:${path.replace(/[:.]+$/, '')}`;
}

function inElements(text: string): string | undefined {
  const bucket = /<BucketName>([^<]+)<\/BucketName>/i.exec(text)?.[1];
  const key = /<Key>([^<]+)<\/Key>/i.exec(text)?.[1];
  return bucket === undefined || key === undefined ? bucket : `s3://${bucket}/${key}`;
}

/** boto3's `Failed to upload FROM to BUCKET/KEY: An error occurred`. */
const UPLOAD = /Failed to upload .+ to ([a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+?): An error occurred/;

/** `upload failed: FROM to TO An error occurred`: the key may have spaces. */
function inTransfer(text: string): string | undefined {
  const uploaded = UPLOAD.exec(text)?.[1];
  if (uploaded !== undefined) return `s3://${uploaded}`;
  const [before = ''] = text.split(/ An? (?:client )?error (?:\(\w+\) )?occurred/, 1);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const [, verb = '', paths = ''] = /\b(upload|copy|move|download|delete) failed: (.*)$/i.exec(line) ?? [];
  const uploads = /^(?:upload|copy|move)$/i.test(verb);
  const to = paths.lastIndexOf(uploads ? ' to s3://' : ' to ');
  const path = to < 0 ? paths : uploads ? paths.slice(to + ' to '.length) : paths.slice(0, to);
  return path.startsWith('s3://') ? path : undefined;
}

const MOST_URLS = 20;

function inUrl(text: string): string | undefined {
  const urls = text.match(/https?:\/\/[^\s"'<>,;)]{1,4000}/gi) ?? [];
  return urls.slice(0, MOST_URLS).find((url) => parseObjectUrl(url) !== undefined);
}

/** What was said in words comes first; what it leaves out is taken from the text. */
function completed(words: readonly string[], told: Told): readonly string[] {
  const { positionals, options } = sorted(words);
  const asks = options.some((word) => /^--(?:operation|action)\b/i.test(word));
  const last = positionals.at(-1);
  const namesPrincipal = last !== undefined && (told.principal === undefined || isPrincipal(last));
  const before = namesPrincipal ? positionals.slice(0, -1) : positionals;
  const principal = namesPrincipal ? last : told.principal;
  const bucket = before.length > 0 ? before : told.bucket === undefined ? [] : [told.bucket];
  return [...options, ...(asks ? [] : told.options), '--', ...bucket, ...(principal === undefined ? [] : [principal])];
}

const isPrincipal = (word: string): boolean => {
  const service = parseArn(word)?.service;
  return service === 'iam' || service === 'sts' || word === 'anonymous';
};

/** Options, with their values, apart from the rest. */
function sorted(words: readonly string[]): {
  readonly positionals: readonly string[];
  readonly options: readonly string[];
} {
  const positionals: string[] = [];
  const options: string[] = [];
  let ended = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--' && !ended) ended = true;
    else if (ended || !word.startsWith('--')) positionals.push(word);
    else {
      options.push(word);
      const next = words[at + 1];
      if (!word.includes('=') && !WITHOUT_VALUE.has(word) && next !== undefined && !next.startsWith('--')) {
        options.push(next);
        at += 1;
      }
    }
  }
  return { positionals, options };
}

const WITHOUT_VALUE: ReadonlySet<string> = new Set(
  Object.entries(TERMINAL_OPTIONS).flatMap(([name, { takes }]) => (takes === 'nothing' ? [`--${name}`] : [])),
);

/** The key that the sentence names: the object's own, whatever the bucket's default is now. */
const kmsKeyOf = (reason: ReportedReason | undefined): { readonly kmsKey?: string } =>
  /^arn:[^:]+:kms:[^:]+:\d{12}:key\//.test(reason?.resource ?? '') ? { kmsKey: reason?.resource ?? '' } : {};

const asksForAccount = (text: string, reason: ReportedReason | undefined): boolean =>
  isAboutAccount(findS3Operation(operationOf(text) ?? '') ?? reason?.action);

/** What the text does not say, and how to say it. */
function missing({ bucket, principal }: Told, parsed: BadArguments, ofAccount: boolean): UnusableErrorMessage {
  const role = 'arn:aws:iam::111122223333:role/reports';
  if ((bucket !== undefined || ofAccount) && principal !== undefined) return parsed;
  if (ofAccount) return unusable('the text does not say who called', 'name the PRINCIPAL', { example: role });
  if (bucket === undefined && principal === undefined) {
    return unusable(
      'the text says neither who called nor what was asked for',
      'AWS leaves both out for callers outside the organization, for HEAD requests and on some paths: name BUCKET, KEY and PRINCIPAL',
    );
  }
  return principal === undefined
    ? unusable('the text does not say who called', 'name the PRINCIPAL', { example: `${bucket ?? ''} ${role}` })
    : unusable('the text does not say which bucket was asked for', 'name BUCKET and KEY', {
        example: `example-reports 2026/10.csv ${principal}`,
      });
}
