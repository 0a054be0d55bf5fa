import type { AttachedPolicy, KeyGrant, KeyPolicy } from '../../evidence/evidence.ts';
import type { Condition, PrincipalEntry } from '../../policy/policy-document.ts';
import { ANY_GRANT, type LayerCase, notApplying, open, settled, weighedGrantCase } from '../layer-case.ts';
import type { Situation } from '../situation.ts';
import { ruleAsPolicy } from '../synthetic-policy.ts';
import { IMPLICIT_DENY, type Verdict } from '../verdict.ts';
import { weighStatements } from '../weigh-statements.ts';

const LAYER = 'keyPolicy';

const NOT_FOR_A_KEY = notApplying(LAYER, 'the request is not for a KMS key');

/**
 * The key's policy and grants; identity policies count only as far as the key policy delegates to their account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
export function evaluateKeyPolicy(situation: Situation): LayerCase {
  const { evidence, flow, request } = situation;
  if (flow !== 'key') return NOT_FOR_A_KEY;
  const { keyPolicy } = evidence;
  switch (keyPolicy.kind) {
    case 'absent':
      return settled(LAYER, IMPLICIT_DENY, 'the key has no policy that was given');
    case 'unreadable':
      return open(LAYER, ANY_GRANT, 'it could not be read');
    case 'found': {
      const { value } = keyPolicy;
      const { grants } = value;
      const policies = [value.policy, ...('kind' in grants ? [] : grants.map(grantAsPolicy))];
      const weighed = weighStatements(policies, { request, ignorePrincipal: false });
      const unread = 'kind' in grants ? ANY_KMS_GRANT : [];
      const layerCase = weighedGrantCase(LAYER, weighed, situation, '');
      return withinAccount(withGrants(layerCase, unread), value, situation);
    }
  }
}

/** A grant only ever allows. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
function grantAsPolicy({ granteePrincipal, operations, constraints }: KeyGrant, index: number): AttachedPolicy {
  const isService = !granteePrincipal.startsWith('arn:');
  const grantee: PrincipalEntry = { kind: isService ? 'service' : 'aws', value: granteePrincipal };
  const context = { ...constraints?.EncryptionContextSubset, ...constraints?.EncryptionContextEquals };
  const conditions: Condition[] = Object.entries(context).map(([key, value]) => ({
    operator: 'StringEquals',
    key: `kms:EncryptionContext:${key}`,
    values: [literal(value)],
  }));
  if (constraints?.EncryptionContextEquals !== undefined) {
    const values = Object.keys(constraints.EncryptionContextEquals).map(literal);
    conditions.push({ operator: 'ForAllValues:StringEquals', key: 'kms:EncryptionContextKeys', values });
  }
  if (constraints?.SourceArn !== undefined) {
    conditions.push({ operator: 'ArnEquals', key: 'aws:SourceArn', values: [literal(constraints.SourceArn)] });
  }
  return ruleAsPolicy(
    `grant ${index + 1}`,
    'Allow',
    operations.map((name) => `kms:${name}`),
    grantee,
    conditions,
  );
}

/** A grant's constraints have no policy variables. */
const literal = (text: string): string => text.replaceAll('$', '${$}');

const ANY_KMS_GRANT: readonly Verdict[] = ANY_GRANT.filter(({ outcome }) => outcome === 'allow');

function withGrants(layerCase: LayerCase, unread: readonly Verdict[]): LayerCase {
  if (unread.length === 0) return layerCase;
  return {
    ...layerCase,
    verdicts: (premises) => {
      const verdicts = layerCase.verdicts(premises);
      return verdicts.every(({ outcome }) => outcome === 'explicitDeny') ? verdicts : [...verdicts, ...unread];
    },
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
const ACROSS_ACCOUNTS =
  /^kms:(?:encrypt|decrypt|reencrypt(?:from|to)|generatedatakey\w*|sign|verify|generatemac|verifymac|derivesharedsecret|creategrant|describekey|getkeyrotationstatus|getpublickey|listgrants|retiregrant|revokegrant)$/;

/** Some keys, and most operations, are for the key's own account alone. */
function withinAccount(layerCase: LayerCase, { keyManager }: KeyPolicy, situation: Situation): LayerCase {
  if (situation.ownerships.every(({ resource }) => resource)) return layerCase;
  if (keyManager !== 'AWS' && ACROSS_ACCOUNTS.test(situation.action)) return layerCase;
  return {
    ...layerCase,
    because:
      keyManager === 'AWS'
        ? 'an AWS managed key can be used only in the account that owns it, and its policy cannot be changed'
        : 'KMS takes this operation only from the account that owns the key',
    verdicts: (premises) => {
      const verdicts = layerCase.verdicts(premises);
      if (premises.ownership.resource) return verdicts;
      return verdicts.map((verdict) => (verdict.outcome === 'allow' ? IMPLICIT_DENY : verdict));
    },
  };
}
