import type { ContextValue } from '../../request/condition-context.ts';
import { ABSENT, type ContextFacts, type ContextRule } from '../context-rule.ts';

/** In the request context only where the request comes through a VPC endpoint. */
export const ENDPOINT_KEYS = ['aws:sourcevpce', 'aws:sourcevpc', 'aws:sourcevpcarn', 'aws:vpcsourceip'] as const;
/** Likewise, but also absent for some endpoints. */
export const ENDPOINT_OWNER_KEYS = ['aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths'] as const;
export const INTERNET_KEY = 'aws:sourceip' as const;

const ROUTE_KEYS: ReadonlySet<string> = new Set([...ENDPOINT_KEYS, ...ENDPOINT_OWNER_KEYS, INTERNET_KEY]);

/** Whether a key, in lower case, being there tells which way the request came. */
export const isRouteKey = (name: string): boolean => ROUTE_KEYS.has(name);

/** How the request came: one choice that all network keys share. */
export type Route = 'endpoint' | 'internet' | 'undisclosed' | 'unknown';

/**
 * S3 asks KMS without telling whence the caller asked S3, and AWS services that call with their own principal show no
 * network at all. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
export function routeOf({ principal, action, evidence, given }: ContextFacts): Route {
  const isPresent = (key: string): boolean => given(key).kind === 'known';
  if (ENDPOINT_KEYS.some(isPresent) || ENDPOINT_OWNER_KEYS.some(isPresent)) return 'endpoint';
  if (isPresent(INTERNET_KEY)) return 'internet';
  if (principal.kind === 'service' || action.toLowerCase().startsWith('kms:')) return 'undisclosed';
  if (evidence.vpcEndpointPolicy.kind === 'found') return 'endpoint';
  return 'unknown';
}

const throughEndpoint = (facts: ContextFacts): ContextValue | undefined => {
  const route = routeOf(facts);
  return route === 'internet' || route === 'undisclosed' ? ABSENT : undefined;
};

export const NETWORK_KEYS: Readonly<Record<string, ContextRule>> = {
  ...Object.fromEntries([...ENDPOINT_KEYS, ...ENDPOINT_OWNER_KEYS].map((key) => [key, throughEndpoint])),
  [INTERNET_KEY]: (facts) => {
    const route = routeOf(facts);
    return route === 'endpoint' || route === 'undisclosed' ? ABSENT : undefined;
  },
};
