import { isAccountId, parseArn } from '../request/arn.ts';
import type { PrincipalEntry } from './policy-document.ts';
import { code } from './words.ts';

export type AwsEntry = Extract<PrincipalEntry, { kind: 'aws' }>;

/** Whom a value of `{"AWS": …}` names. */
export type NamedPrincipal =
  | { readonly kind: 'account'; readonly account: string; readonly partition?: string }
  | { readonly kind: 'role' | 'user'; readonly account: string; readonly name: string }
  | { readonly kind: 'session'; readonly account: string; readonly role: string; readonly session: string }
  | { readonly kind: 'federatedUser'; readonly account: string; readonly name: string }
  /** It names no caller at all. */
  | { readonly kind: 'never'; readonly because: string; readonly near?: boolean };

const never = (because: string): NamedPrincipal => ({ kind: 'never', because });
/** It names nobody, and yet it may have been meant for the caller. */
const nearly = (because: string): NamedPrincipal => ({ kind: 'never', because, near: true });

const READ = new WeakMap<AwsEntry, NamedPrincipal>();

/** Whom the ARN, account id or unique id in a Principal element names. Each entry is read once. */
export function readPrincipalArn(entry: AwsEntry): NamedPrincipal {
  const known = READ.get(entry);
  if (known !== undefined) return known;
  const named = read(entry.value);
  READ.set(entry, named);
  return named;
}

const UNIQUE_IDS: Readonly<Record<string, string>> = { AROA: 'role', AIDA: 'user', AGPA: 'group' };

function read(value: string): NamedPrincipal {
  if (isAccountId(value)) return { kind: 'account', account: value };
  const dead = /^(AROA|AIDA|AGPA)[A-Z0-9]{8,}/.exec(value)?.[1];
  if (dead !== undefined) {
    const what = UNIQUE_IDS[dead] ?? 'principal';
    return never(
      `its Principal holds ${code(value)}, the unique ID of a ${what} that was deleted: a ${what} made again under the same name has another`,
    );
  }
  const arn = parseArn(value);
  if (arn === undefined) return never(`its Principal holds ${code(value)}, which is neither an ARN nor an account ID`);
  const { partition, service, account, resource } = arn;
  if (service === 'iam' && account === 'cloudfront') {
    return never(`its Principal names the CloudFront origin access identity ${code(value)}, not a caller of IAM`);
  }
  if (/[*?]/.test(value)) {
    return nearly(`its Principal holds ${code(value)}, and a wildcard inside a principal's ARN matches nobody`);
  }
  if (!isAccountId(account)) return never(`its Principal holds ${code(value)}, whose account is not twelve digits`);
  const [type = '', ...rest] = resource.split('/');
  const name = rest.at(-1) ?? '';
  if (service === 'iam' && resource === 'root') return { kind: 'account', account, partition };
  if (service === 'iam' && type === 'group') {
    return never(`its Principal names the group ${code(value)}, and groups cannot be principals`);
  }
  if (service === 'iam' && (type === 'role' || type === 'user') && name !== '') return { kind: type, account, name };
  if (service === 'sts' && type === 'federated-user' && name !== '') return { kind: 'federatedUser', account, name };
  if (service === 'sts' && type === 'assumed-role') {
    const [role = '', session = ''] = rest;
    if (rest.length === 2 && role !== '' && session !== '') return { kind: 'session', account, role, session };
    return nearly(`its Principal holds ${code(value)}, which names no session: a session ARN ends in \`ROLE/SESSION\``);
  }
  return never(`its Principal holds ${code(value)}, which is the ARN of no caller`);
}
