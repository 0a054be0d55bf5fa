import type { ContextValue } from '../request/condition-context.ts';
import { type Principal, principalAccount, spokenPrincipal } from '../request/principal.ts';
import { mayLackPath, principalName, principalPartition } from '../request/principal-arn.ts';
import type { Match } from './compile-condition.ts';
import type { PrincipalElement, PrincipalEntry } from './policy-document.ts';
import { type AwsEntry, readPrincipalArn } from './principal-entry.ts';
import { code } from './words.ts';

/**
 * How a statement names the caller. It decides what limits a grant by a resource policy in the caller's own account:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type PrincipalNaming =
  | 'everyone'
  | 'account'
  | 'role'
  | 'session'
  | 'user'
  | 'root'
  | 'federatedUser'
  | 'federated'
  | 'service'
  | 'canonicalUser';

export interface PrincipalMatch {
  readonly match: Match;
  /** Present when the element names (or may name) the caller; the most direct way where there are several. */
  readonly how?: PrincipalNaming;
  readonly because: string;
}

export interface PrincipalFacts {
  /** Canonical user ids by account, as far as they are known. */
  readonly canonicalUserIds?: ReadonlyMap<string, string>;
  /** The request's `aws:FederatedProvider`. */
  readonly federatedProvider?: ContextValue;
}

/** The most direct way first: what a grant to it is limited by, the least. */
const DIRECTNESS: Record<PrincipalNaming, number> = {
  session: 0,
  federatedUser: 1,
  user: 2,
  root: 3,
  service: 4,
  everyone: 5,
  federated: 6,
  role: 7,
  account: 8,
  canonicalUser: 9,
};

/**
 * Whether a Principal element names the caller, and how.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal(
  element: PrincipalElement,
  principal: Principal,
  facts: PrincipalFacts = {},
): PrincipalMatch {
  let best: PrincipalMatch | undefined;
  for (const entry of element) {
    const match = matchEntry(entry, principal, facts);
    if (best === undefined || beats(match, best)) best = match;
  }
  return best ?? no('its Principal names nobody');
}

const RANK: Record<Match, number> = { yes: 0, unknown: 1, no: 2 };

/** Of two that do not match, a near miss is worth more than a stranger; those carry `how`. */
function beats(one: PrincipalMatch, other: PrincipalMatch): boolean {
  if (one.match !== other.match) return RANK[one.match] < RANK[other.match];
  return directness(one) < directness(other);
}

const directness = ({ how }: PrincipalMatch): number =>
  how === undefined ? Number.POSITIVE_INFINITY : DIRECTNESS[how];

export const yes = (how: PrincipalNaming, because: string): PrincipalMatch => ({ match: 'yes', how, because });
export const open = (how: PrincipalNaming, because: string): PrincipalMatch => ({ match: 'unknown', how, because });
export const no = (because: string): PrincipalMatch => ({ match: 'no', because });
/** Does not match, though somebody may have meant it to. */
const near = (how: PrincipalNaming, because: string): PrincipalMatch => ({ match: 'no', how, because });

/** One entry of a Principal or NotPrincipal element. */
export function matchEntry(entry: PrincipalEntry, principal: Principal, facts: PrincipalFacts): PrincipalMatch {
  switch (entry.kind) {
    case 'everyone':
      return yes('everyone', 'its Principal is everyone (`*`)');
    case 'aws':
      return matchAws(entry, principal);
    case 'service':
      return matchService(entry.value, principal);
    case 'federated':
      return matchFederated(entry.value, principal, facts.federatedProvider);
    case 'canonicalUser':
      return matchCanonicalUser(entry.value, principal, facts.canonicalUserIds);
  }
}

const stranger = (value: string, principal: Principal): PrincipalMatch =>
  no(`its Principal names ${code(value)}, and the caller is ${code(spokenPrincipal(principal))}`);

function matchAws(entry: AwsEntry, principal: Principal): PrincipalMatch {
  const { value } = entry;
  if (value === '*') return yes('everyone', 'its Principal is everyone (`{"AWS": "*"}`)');
  const named = readPrincipalArn(entry);
  const account = principalAccount(principal);
  switch (named.kind) {
    case 'never':
      return named.near === true ? near('role', named.because) : no(named.because);
    case 'account': {
      if (account === undefined || named.account !== account) return stranger(value, principal);
      if (named.partition !== undefined && named.partition !== principalPartition(principal)) {
        return near(
          'account',
          `its Principal names the account in the partition ${code(named.partition)}, not the caller's`,
        );
      }
      return yes(
        principal.kind === 'root' ? 'root' : 'account',
        `its Principal names the caller's account ${code(account)}`,
      );
    }
    case 'role':
      if (principal.kind !== 'role') return stranger(value, principal);
      if (value === principal.arn) return yes('role', `its Principal names the role ${code(value)}`);
      if (mayHavePath(named, principal)) {
        const path = principal.pathUnknown ? 'which could not be read' : 'which a session does not tell';
        return open('role', `its Principal names the role ${code(value)} with its path, ${path}`);
      }
      return nearName('role', value, principal.arn, named, account);
    case 'session':
      return matchSession(value, named, principal);
    case 'user':
      if (principal.kind === 'federatedUser' && named.account === account) {
        const who = code(spokenPrincipal(principal));
        return open(
          'user',
          `its Principal names the user ${code(value)}; whether that user made the session ${who} is not known`,
        );
      }
      if (principal.kind !== 'user') return stranger(value, principal);
      if (value === principal.arn) return yes('user', `its Principal names the user ${code(value)}`);
      if (mayHavePath(named, principal)) {
        return open('user', `its Principal names the user ${code(value)} with its path, which could not be read`);
      }
      return nearName('user', value, principal.arn, named, account);
    case 'federatedUser':
      if (principal.kind !== 'federatedUser' || value !== principal.arn) return stranger(value, principal);
      return yes('federatedUser', `its Principal names the federated user ${code(value)}`);
  }
}

/** Whether the caller, whose path is not known, may be the one that is named with its path. Names are unique. */
function mayHavePath(
  named: { readonly account: string; readonly name: string },
  principal: Extract<Principal, { kind: 'role' | 'user' }>,
): boolean {
  return mayLackPath(principal) && named.account === principal.account && named.name === principalName(principal.arn);
}

/** The same name in the same account, and yet another ARN: a path left out, or other capitals. */
function nearName(
  how: 'role' | 'user',
  value: string,
  arn: string,
  named: { readonly account: string; readonly name: string },
  account: string | undefined,
): PrincipalMatch {
  const name = principalName(arn);
  const instead = `its Principal names ${code(value)}, and the caller is ${code(arn)}`;
  if (named.account !== account) return no(instead);
  if (named.name === name) return near(how, `${instead}: the name is the same, the path is not`);
  if (named.name.toLowerCase() === name.toLowerCase()) return near(how, `${instead}: names are case-sensitive`);
  return no(instead);
}

function matchSession(
  value: string,
  named: { readonly account: string; readonly role: string; readonly session: string },
  principal: Principal,
): PrincipalMatch {
  if (principal.kind !== 'role') return stranger(value, principal);
  if (principal.sessionArn === value) return yes('session', `its Principal names the session ${code(value)}`);
  if (named.account !== principal.account || named.role !== principalName(principal.arn)) {
    return stranger(value, principal);
  }
  if (principal.sessionArn !== undefined) {
    return near(
      'session',
      `its Principal names the session ${code(named.session)} of this role, and the caller is another`,
    );
  }
  return open(
    'session',
    `its Principal names one session of the role, ${code(named.session)}; which session calls is not known`,
  );
}

function matchService(value: string, principal: Principal): PrincipalMatch {
  if (principal.kind !== 'service') return stranger(value, principal);
  if (value === principal.service) return yes('service', `its Principal names the service ${code(value)}`);
  if (withoutRegion(value) === principal.service) {
    return open('service', `its Principal names ${code(value)}; from which Region the service calls is not known`);
  }
  if (value === withoutRegion(principal.service)) {
    return near(
      'service',
      `its Principal names ${code(value)}, and the service calls as ${code(principal.service)}, with its Region`,
    );
  }
  return stranger(value, principal);
}

/** Services of opt-in Regions call other Regions as `service.REGION.amazonaws.com`. */
function withoutRegion(service: string): string {
  return service.replace(/^([^.]+)\.[a-z]{2,5}(?:-[a-z]+)+-\d\.(amazonaws\.)/, '$1.$2');
}

function matchFederated(value: string, principal: Principal, provider: ContextValue | undefined): PrincipalMatch {
  if (principal.kind !== 'role' || provider?.kind === 'absent') return stranger(value, principal);
  if (provider?.kind !== 'known') {
    return open(
      'federated',
      `its Principal names sessions that ${code(value)} vouches for; who vouched for this one is not known`,
    );
  }
  if (!provider.values.includes(value)) return stranger(value, principal);
  return yes('federated', `its Principal names the identity provider ${code(value)} of the session`);
}

function matchCanonicalUser(
  value: string,
  principal: Principal,
  ids: ReadonlyMap<string, string> | undefined,
): PrincipalMatch {
  const account = principalAccount(principal);
  if (account === undefined) return stranger(value, principal);
  const id = ids?.get(account);
  if (id === value)
    return yes('canonicalUser', `its Principal names the canonical user ID of the account ${code(account)}`);
  // Where the id's own account is known, it is no riddle whose it is.
  const other = [...(ids ?? [])].find(([, known]) => known === value)?.[0];
  if (other !== undefined) return no(`its Principal names the canonical user ID of the account ${code(other)}`);
  if (id !== undefined)
    return no(`its Principal names the canonical user ID ${code(value)}, which is not that of ${code(account)}`);
  return open(
    'canonicalUser',
    `its Principal names the canonical user ID ${code(value)}; whose account that is, is not known`,
  );
}
