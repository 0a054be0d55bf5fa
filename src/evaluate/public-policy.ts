import { parseOperator } from '../policy/condition-operators.ts';
import type { Condition, PolicyDocument, PrincipalEntry, Statement } from '../policy/policy-document.ts';
import { parseArn } from '../request/arn.ts';

/**
 * The statements that make a bucket policy or access point policy public as Block Public Access understands it: each Allow
 * must be limited to fixed principals or to fixed values of certain keys. S3's own `IsPublic` is the authority where it was
 * read; this says which statement it is.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function publicStatements({ statements }: PolicyDocument, of: PolicyOf): readonly Statement[] {
  return statements.filter((statement) => limitOf(statement, of) === 'none');
}

/**
 * The statements of which only S3 can tell whether they make the policy public: they are for everyone, under fixed values of
 * a key that says who calls or with what, and that AWS's list neither names nor leaves out for certain.
 */
export function maybePublicStatements({ statements }: PolicyDocument, of: PolicyOf): readonly Statement[] {
  return statements.filter((statement) => limitOf(statement, of) === 'doubtful');
}

type PolicyOf = 'bucket' | 'accessPoint';

function limitOf({ effect, principal, conditions }: Statement, of: PolicyOf): 'certain' | 'doubtful' | 'none' {
  const named = principal?.every((entry) => !isEveryone(entry)) ?? false;
  const by = (keys: Readonly<Record<string, Fixed>>) => conditions.some((condition) => limits(condition, keys, of));
  if (effect === 'Deny' || named || by(LIMITING_KEYS)) return 'certain';
  return by(DOUBTFUL_KEYS) ? 'doubtful' : 'none';
}

const isEveryone = (entry: PrincipalEntry): boolean =>
  entry.kind === 'everyone' || (entry.kind !== 'canonicalUser' && entry.value === '*');

type Fixed = (value: string, of?: PolicyOf) => boolean;

const isFixed: Fixed = (value) => !/[*?]|\$\{/.test(value);
const hasFixedAccount: Fixed = (value) => /^\d{12}$/.test(parseArn(value)?.account ?? '');

/** The keys that limit, and the values that count as fixed. */
const LIMITING_KEYS: Readonly<Record<string, Fixed>> = {
  'aws:principalorgid': isFixed,
  'aws:sourceip': isNarrow,
  'aws:sourcearn': isFixed,
  'aws:sourcevpc': isFixed,
  'aws:sourcevpce': isFixed,
  'aws:sourceowner': isFixed,
  'aws:sourceaccount': isFixed,
  'aws:userid': isFixed,
  's3:dataaccesspointarn': (value, of) => isFixed(value) || (of === 'bucket' && hasFixedAccount(value)),
  's3:dataaccesspointaccount': isFixed,
};

/** They limit who calls as well, or were on AWS's list once, and are not on it. */
const DOUBTFUL_KEYS: Readonly<Record<string, Fixed>> = {
  'aws:principalorgpaths': (value) => isFixed(value.slice(0, value.indexOf('/') + 1)) && value.startsWith('o-'),
  'aws:principalaccount': isFixed,
  'aws:principalarn': (value) => isFixed(value) || hasFixedAccount(value),
  's3:x-amz-server-side-encryption-aws-kms-key-id': isFixed,
};

/** Ranges broader than /8, or /32 in IPv6, count as the whole internet. */
function isNarrow(value: string): boolean {
  const [address = '', bits] = value.split('/');
  if (!isFixed(value)) return false;
  if (bits === undefined) return true;
  return Number(bits) >= (address.includes(':') ? 32 : 8);
}

function limits({ operator, key, values }: Condition, keys: Readonly<Record<string, Fixed>>, of: PolicyOf): boolean {
  const fixed = keys[key.toLowerCase()];
  const written = parseOperator(operator);
  if (fixed === undefined || written === undefined || values.length === 0) return false;
  const { operator: compared, ifExists, quantifier } = written;
  // What also holds where the key is absent limits nobody.
  if (compared.negated || compared.comparison === 'presence' || ifExists || quantifier === 'ForAllValues') return false;
  return values.every((value) => fixed(value, of));
}
