import type { AttachedPolicy } from '../evidence/evidence.ts';
import type { Condition, PrincipalEntry, Statement } from '../policy/policy-document.ts';

/** A rule of AWS that is no policy but reads like one, so that what is unknown in it is decided like everything else. */
export function ruleAsPolicy(
  name: string,
  effect: Statement['effect'],
  actions: readonly string[],
  principal: PrincipalEntry,
  conditions: readonly Condition[],
): AttachedPolicy {
  const statement: Statement = {
    index: 0,
    effect,
    principal: [principal],
    action: actions,
    resource: ['*'],
    conditions,
  };
  return { name, document: { version: '2012-10-17', statements: [statement], source: null } };
}
