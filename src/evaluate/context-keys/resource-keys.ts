import { accessPointArn, parseS3Arn } from '../../request/s3-arn.ts';
import { ABSENT, type ContextFacts, type ContextRule, known, UNKNOWN } from '../context-rule.ts';
import { membershipOf, organizationPath } from '../organization-membership.ts';

const owner: ContextRule = ({ resourceAccount }) => (resourceAccount === undefined ? UNKNOWN : known(resourceAccount));

const ofOrganization =
  (value: (facts: ContextFacts) => string | undefined): ContextRule =>
  (facts) => {
    const { resourceAccount, evidence, principal } = facts;
    const levels =
      'account' in principal &&
      principal.account === resourceAccount &&
      evidence.resourceControlPolicies.kind === 'absent'
        ? evidence.serviceControlPolicies
        : evidence.resourceControlPolicies;
    const membership = membershipOf(resourceAccount, levels, evidence);
    if (membership === 'none') return ABSENT;
    const text = membership === 'unknown' ? undefined : value(facts);
    return text === undefined ? UNKNOWN : known(text);
  };

/** The access point a request comes through, `arn:…:accesspoint/NAME`; undefined where it comes through none. */
function accessPoint({ resource }: ContextFacts): { readonly arn: string; readonly account: string } | undefined {
  const parsed = parseS3Arn(resource);
  if (parsed?.kind === 'accessPoint' || parsed?.kind === 'accessPointObject') {
    return { arn: accessPointArn(parsed), account: parsed.account };
  }
  const multiRegion = /^(?<arn>arn:[^:]+:s3::(?<account>\d{12}):accesspoint\/[^/:]+)/.exec(resource)?.groups;
  const { arn, account } = multiRegion ?? {};
  return arn === undefined || account === undefined ? undefined : { arn, account };
}

/** Whose resource it is, and through which access point. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const RESOURCE_KEYS: Readonly<Record<string, ContextRule>> = {
  'aws:resourceaccount': owner,
  's3:resourceaccount': owner,
  'aws:resourceorgid': ofOrganization(({ evidence }) => evidence.organization?.id),
  'aws:resourceorgpaths': ofOrganization(({ evidence }) =>
    organizationPath(evidence.resourceControlPolicies, evidence),
  ),
  's3:dataaccesspointarn': (facts) => {
    const through = accessPoint(facts);
    return through === undefined ? ABSENT : known(through.arn);
  },
  's3:dataaccesspointaccount': (facts) => {
    const through = accessPoint(facts);
    return through === undefined ? ABSENT : known(through.account);
  },
  's3:accesspointnetworkorigin': (facts) => {
    if (accessPoint(facts) === undefined) return ABSENT;
    const { accessPointPolicy } = facts.evidence;
    return accessPointPolicy.kind === 'found' ? known(accessPointPolicy.value.networkOrigin) : UNKNOWN;
  },
};

export const RESOURCE_KEY_FAMILIES: readonly (readonly [prefix: string, rule: ContextRule])[] = [
  ['s3:accesspointtag/', (facts) => (accessPoint(facts) === undefined ? ABSENT : undefined)],
];
