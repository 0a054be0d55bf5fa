import type { ContextValue } from '../../request/condition-context.ts';
import type { Principal } from '../../request/principal.ts';
import { mayLackPath, possibleArns, principalName } from '../../request/principal-arn.ts';
import { ABSENT, type ContextFacts, type ContextRule, known, UNKNOWN } from '../context-rule.ts';
import { namesPathFor } from '../named-paths.ts';
import { membershipOf, organizationPath } from '../organization-membership.ts';

type Callers = { readonly [K in Principal['kind']]: (principal: Extract<Principal, { kind: K }>) => ContextValue };

/** One row a key, one entry a kind of caller; a new kind does not compile until every row says what it has. */
const byCaller =
  (row: Callers): ContextRule =>
  ({ principal }) => {
    switch (principal.kind) {
      case 'role':
        return row.role(principal);
      case 'user':
        return row.user(principal);
      case 'root':
        return row.root(principal);
      case 'federatedUser':
        return row.federatedUser(principal);
      case 'service':
        return row.service(principal);
      case 'anonymous':
        return row.anonymous(principal);
    }
  };

const absent = (): ContextValue => ABSENT;
const unknown = (): ContextValue => UNKNOWN;
const always = (...values: readonly string[]) => {
  const value = known(...values);
  return (): ContextValue => value;
};
const ownAccount = ({ account }: { readonly account: string }): ContextValue => known(account);

/** Keys that exist only where an AWS service calls with its own principal on behalf of a resource. */
const onlyForServices = byCaller({
  role: absent,
  user: absent,
  root: absent,
  federatedUser: absent,
  service: unknown,
  anonymous: absent,
});
/** Keys that come with the caller's session; a user's long-term keys may have been traded for a session, too. */
const onlyInSessions = byCaller({
  role: unknown,
  user: unknown,
  root: unknown,
  federatedUser: unknown,
  service: absent,
  anonymous: absent,
});
const onlyForRoles = byCaller({
  role: unknown,
  user: absent,
  root: absent,
  federatedUser: absent,
  service: absent,
  anonymous: absent,
});
const notForServices = byCaller({
  role: unknown,
  user: unknown,
  root: unknown,
  federatedUser: unknown,
  service: absent,
  anonymous: unknown,
});

const ofOrganization =
  (value: (facts: ContextFacts) => string | undefined): ContextRule =>
  (facts) => {
    const { principal, evidence } = facts;
    if (!('account' in principal)) return ABSENT;
    const membership = membershipOf(principal.account, evidence.serviceControlPolicies, evidence);
    if (membership === 'none') return ABSENT;
    const text = membership === 'unknown' ? undefined : value(facts);
    return text === undefined ? UNKNOWN : known(text);
  };

/** Who calls. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties */
export const CALLER_KEYS: Readonly<Record<string, ContextRule>> = {
  'aws:principalarn': wholeArn,
  'aws:principalaccount': byCaller({
    role: ownAccount,
    user: ownAccount,
    root: ownAccount,
    federatedUser: ownAccount,
    service: unknown,
    anonymous: always('anonymous'),
  }),
  'aws:principaltype': byCaller({
    role: always('AssumedRole'),
    user: always('User'),
    root: always('Account'),
    federatedUser: always('FederatedUser'),
    service: unknown,
    anonymous: always('Anonymous'),
  }),
  'aws:userid': byCaller({
    role: unknown,
    user: unknown,
    root: ownAccount,
    federatedUser: ({ account, arn }) => known(`${account}:${principalName(arn)}`),
    service: unknown,
    anonymous: always('anonymous'),
  }),
  'aws:username': byCaller({
    role: absent,
    user: ({ arn }) => known(principalName(arn)),
    root: absent,
    federatedUser: absent,
    service: absent,
    anonymous: absent,
  }),
  'aws:principalisawsservice': byCaller({
    role: always('false'),
    user: always('false'),
    root: always('false'),
    federatedUser: always('false'),
    service: always('true'),
    anonymous: absent,
  }),
  'aws:principalservicename': byCaller({
    role: absent,
    user: absent,
    root: absent,
    federatedUser: absent,
    service: ({ service }) => known(service),
    anonymous: absent,
  }),
  'aws:principalservicenameslist': onlyForServices,
  'aws:sourcearn': onlyForServices,
  'aws:sourceaccount': onlyForServices,
  'aws:sourceorgid': onlyForServices,
  'aws:sourceorgpaths': onlyForServices,
  'aws:principalorgid': ofOrganization(({ evidence }) => evidence.organization?.id),
  'aws:principalorgpaths': ofOrganization(({ evidence }) =>
    organizationPath(evidence.serviceControlPolicies, evidence),
  ),
  'aws:tokenissuetime': onlyInSessions,
  'aws:multifactorauthpresent': onlyInSessions,
  'aws:multifactorauthage': ({ principal, given }) => {
    const mfa = given('aws:multifactorauthpresent');
    const without = mfa.kind === 'absent' || (mfa.kind === 'known' && !mfa.values.includes('true'));
    return without || !('account' in principal) ? ABSENT : undefined;
  },
  'aws:sourceidentity': onlyForRoles,
  'aws:federatedprovider': onlyForRoles,
  'lambda:sourcefunctionarn': onlyForRoles,
  'ec2:sourceinstancearn': onlyForRoles,
  'aws:ec2instancesourcevpc': onlyForRoles,
  'aws:ec2instancesourceprivateipv4': onlyForRoles,
  'ec2:roledelivery': onlyForRoles,
  'aws:viaawsservice': byCaller({
    role: unknown,
    user: unknown,
    root: unknown,
    federatedUser: unknown,
    service: always('false'),
    anonymous: always('false'),
  }),
  'aws:calledvia': viaService,
  'aws:calledviafirst': viaService,
  'aws:calledvialast': viaService,
  'aws:referer': notForServices,
  's3:authtype': onlySigned,
  's3:signatureage': onlySigned,
  's3:signatureversion': onlySigned,
};

/** A role's own ARN, not its session's. Not known where it may lack a path that a policy names. */
function wholeArn({ principal, evidence }: ContextFacts): ContextValue {
  if (!('arn' in principal)) return ABSENT;
  if ((principal.kind !== 'role' && principal.kind !== 'user') || !mayLackPath(principal)) return known(principal.arn);
  const several = possibleArns(principal).known.length > 1;
  const isOpen = principal.pathUnknown === true || several || namesPathFor(principal.arn, evidence);
  return isOpen ? UNKNOWN : known(principal.arn);
}

/** Only where a service makes the call with the caller's credentials. */
function viaService({ principal, given }: ContextFacts): ContextValue | undefined {
  const via = given('aws:viaawsservice');
  const direct = via.kind === 'known' && !via.values.includes('true');
  return direct || principal.kind === 'service' || principal.kind === 'anonymous' ? ABSENT : undefined;
}

function onlySigned({ principal }: ContextFacts): ContextValue | undefined {
  return principal.kind === 'anonymous' ? ABSENT : undefined;
}

export const CALLER_KEY_FAMILIES: readonly (readonly [prefix: string, rule: ContextRule])[] = [
  [
    'aws:principaltag/',
    byCaller({
      role: unknown,
      user: unknown,
      root: absent,
      federatedUser: unknown,
      service: absent,
      anonymous: absent,
    }),
  ],
];
