import { isAccountId } from './arn.ts';
import { type Problem, problem, shown } from './bad-arguments.ts';
import { didYouMean } from './did-you-mean.ts';
import { contextOfHeader } from './header-context.ts';
import { findS3Action, KMS_ACTIONS, S3_ACTIONS } from './s3-actions.ts';
import type { S3Operation } from './s3-operation.ts';
import { findS3Operation, S3_OPERATIONS } from './s3-operations.ts';

/** An S3 API operation, also as the AWS CLI spells it (`list-objects-v2`), whatever the case. */
export function parseOperation(text: string): S3Operation | Problem {
  const operation = findS3Operation(text) ?? findS3Operation(text.replaceAll('-', ''));
  if (operation !== undefined) return operation;
  if (/^[a-z0-9-]+:/i.test(text)) {
    const action = findS3Action(text)?.action;
    return problem(
      `\`${shown(text)}\` is an IAM action, not an operation`,
      `give it as \`--action ${action ?? shown(text)}\``,
      `${EXAMPLE} --action ${action ?? 's3:GetObject'}`,
    );
  }
  const meant = didYouMean(
    text.replaceAll('-', ''),
    S3_OPERATIONS.map(({ name }) => name),
  );
  return problem(
    `S3 has no operation \`${shown(text)}\``,
    meant === undefined ? 'give the name of an S3 API operation' : `did you mean \`${meant}\`?`,
    `${EXAMPLE} --operation ${meant ?? 'GetObject'}`,
  );
}

const EXAMPLE = 'example-reports 2026/10.csv arn:aws:iam::111122223333:role/reports';

/** An IAM action of S3, or one of KMS that S3 uses; the prefix may be left out. */
export function parseAction(text: string): string | Problem {
  const written = text.includes(':') ? text : `s3:${text}`;
  const action =
    findS3Action(written)?.action ?? KMS_ACTIONS.find((name) => name.toLowerCase() === written.toLowerCase());
  if (action !== undefined) return action;
  if (/[*?]/.test(text)) {
    return problem(
      `\`${shown(text)}\` has a wildcard`,
      'a request is for one action: name it',
      `${EXAMPLE} --action s3:GetObject`,
    );
  }
  if (!/^(?:s3|kms):/i.test(written)) {
    const service = written.slice(0, written.indexOf(':'));
    return problem(
      `\`${shown(text)}\` is an action of \`${shown(service)}\``,
      'only actions of `s3`, and those of `kms` that S3 uses, can be asked about',
      `${EXAMPLE} --action s3:GetObject`,
    );
  }
  const operation = findS3Operation(written.slice(written.indexOf(':') + 1));
  if (operation !== undefined) {
    const needs = operation.needs.find(({ whenCarried }) => whenCarried === undefined)?.action ?? 's3:GetObject';
    return problem(
      `\`${shown(text)}\` is no IAM action`,
      `the operation \`${operation.name}\` needs the action \`${needs}\`; ask with \`--operation ${operation.name}\``,
      `${EXAMPLE} --operation ${operation.name}`,
    );
  }
  const meant = didYouMean(written, [...S3_ACTIONS, ...KMS_ACTIONS]);
  return problem(
    `there is no action \`${shown(text)}\``,
    meant === undefined ? 'give the name of an IAM action of S3' : `did you mean \`${meant}\`?`,
    `${EXAMPLE} --action ${meant ?? 's3:GetObject'}`,
  );
}

/** Twelve digits; the dashes with which they are sometimes written are left out. */
export function parseAccount(option: string, text: string): string | Problem {
  const account = text.replaceAll('-', '');
  if (isAccountId(account)) return account;
  return problem(
    `\`--${option} ${shown(text, 40)}\` is no account`,
    'an account id has twelve digits',
    `${EXAMPLE} --${option} 111122223333`,
  );
}

export function parseRegion(text: string): string | Problem {
  if (/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(text)) return text;
  return problem(
    `\`${shown(text, 40)}\` is no region`,
    'a region is named like `eu-central-1`',
    `${EXAMPLE} --region eu-central-1`,
  );
}

export function parseVpcEndpoint(text: string): string | Problem {
  if (/^vpce-[0-9a-z]+$/.test(text)) return text;
  return problem(
    `\`${shown(text, 40)}\` is no VPC endpoint`,
    'its id begins with `vpce-`',
    `${EXAMPLE} --vpc-endpoint vpce-1a2b3c4d`,
  );
}

/** A condition key as policies spell it, with its value; a header (`x-amz-acl=private`) gives the keys that mirror it. */
export function parseContext(
  text: string,
): { readonly context: Readonly<Record<string, readonly string[]>> } | Problem {
  const equals = text.indexOf('=');
  const key = text.slice(0, Math.max(0, equals));
  const value = text.slice(equals + 1);
  if (/^x-amz-[a-z0-9-]+$/i.test(key)) return { context: contextOfHeader(key, value) };
  if (equals > 0 && /^[a-z0-9-]+:[^\s=][^=]*$/i.test(key)) return { context: { [key]: [value] } };
  return problem(
    `\`--context ${shown(text, 60)}\` is no condition key with a value`,
    'write KEY=VALUE, the key as policies spell it; in quotes if there is a space in it',
    `${EXAMPLE} --context aws:SourceIp=203.0.113.7`,
  );
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** CloudTrail's event history holds 90 days. */
const LONGEST = 90 * 86_400_000;

/** A length of time, e.g. `24h`, in milliseconds. */
export function parseSince(text: string): number | Problem {
  const { count, unit } = /^(?<count>\d{1,6})(?<unit>[mhd])$/.exec(text)?.groups ?? {};
  const milliseconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (milliseconds > 0 && milliseconds <= LONGEST) return milliseconds;
  return problem(
    `\`--since ${shown(text, 40)}\` is no length of time`,
    'give minutes, hours or days, at most 90 days, which is what CloudTrail keeps: `30m`, `24h`, `7d`',
    `${EXAMPLE} --since 24h`,
  );
}

export function parseRoleName(text: string): string | Problem {
  const name = text.replace(/^\//, '');
  if (/^(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/.test(name) && !name.startsWith('arn:')) return name;
  return problem(
    `\`--role-name ${shown(text, 40)}\` is no name of a role`,
    'give the name that the diagnostic role has in every account, not an ARN',
    `${EXAMPLE} --role-name S3AccessDiagnostics`,
  );
}
