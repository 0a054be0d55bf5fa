import { type Principal, spokenPrincipal } from '../request/principal.ts';
import type { Match } from './compile-condition.ts';
import {
  matchEntry,
  no,
  open,
  type PrincipalFacts,
  type PrincipalMatch,
  type PrincipalNaming,
  yes,
} from './match-principal.ts';
import type { PrincipalElement } from './policy-document.ts';
import { code } from './words.ts';

/**
 * Whether a NotPrincipal element leaves the caller to the statement; `yes`: the statement is for this caller. AWS looks at
 * the account, then the role or user, then the session, so a caller is left out only if each of them is listed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function matchNotPrincipal(
  element: PrincipalElement,
  principal: Principal,
  facts: PrincipalFacts = {},
): PrincipalMatch {
  const listed = element.map((entry) => matchEntry(entry, principal, facts));
  const find = (match: Match, ...ways: readonly PrincipalNaming[]): PrincipalMatch | undefined =>
    listed.find((one) => one.match === match && one.how !== undefined && ways.includes(one.how));
  const leftOut = (because: string): PrincipalMatch => no(`${because}, in NotPrincipal`);
  const everyone = find('yes', 'everyone');
  if (everyone !== undefined) return no('its NotPrincipal is everyone, so it is for nobody');
  const who = code(spokenPrincipal(principal));
  const service = find('yes', 'service');
  if (service !== undefined) return leftOut(service.because);
  if (principal.kind === 'service' || principal.kind === 'anonymous') {
    const maybe = find('unknown', 'service');
    return maybe === undefined
      ? yes('everyone', `its NotPrincipal does not list ${who}`)
      : open('service', maybe.because);
  }
  const account = find('yes', 'account', 'root', 'canonicalUser');
  const maybeAccount = find('unknown', 'canonicalUser');
  const own = principal.kind === 'root' ? account : find('yes', OWN_NAMING[principal.kind]);
  if (own === undefined && account === undefined) return yes('everyone', `its NotPrincipal does not list ${who}`);
  if (own === undefined) {
    const maybeOwn = principal.kind === 'role' ? find('unknown', 'role') : undefined;
    if (maybeOwn !== undefined) return open('role', maybeOwn.because);
    const partly = `its NotPrincipal lists the account ${code(principal.account)} and not ${code(principal.arn)}`;
    return yes('account', `${partly}, so it is for this caller`);
  }
  if (account === undefined) {
    if (maybeAccount !== undefined) return open('canonicalUser', maybeAccount.because);
    const partly = `its NotPrincipal lists ${code(principal.arn)} and not the account ${code(principal.account)}`;
    return yes('account', `${partly}, and AWS looks at the account too`);
  }
  const sessions = listed.filter((one) => one.how === 'session');
  if (sessions.length === 0 || find('yes', 'session') !== undefined) return leftOut(own.because);
  const maybeSession = find('unknown', 'session');
  if (maybeSession !== undefined) return open('session', maybeSession.because);
  return yes('session', `its NotPrincipal lists the role and other sessions of it, not ${who}`);
}

const OWN_NAMING: Record<'role' | 'user' | 'federatedUser', PrincipalNaming> = {
  role: 'role',
  user: 'user',
  federatedUser: 'federatedUser',
};
