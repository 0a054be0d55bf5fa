import { code } from '../../policy/words.ts';
import type { LookedAt } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { matchingDenies } from '../deny-meaning.ts';
import { capitalized, spokenAct, spokenCaller, spokenStatement } from '../words.ts';

interface Quarantined extends Finding {
  readonly lookedAt: LookedAt;
}

/** AWS, or an administrator, attached a policy that stops a leaked key. */
export const quarantinedKey = cause<Quarantined>({
  code: 'quarantined-key',
  docs: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html',
  find: (request) =>
    matchingDenies(request)
      .filter(
        ({ policy, layer, trace }) =>
          trace.match === 'yes' && layer === 'identityPolicies' && /quarantine/i.test(policy.name),
      )
      .map((lookedAt) => ({ layer: lookedAt.layer, role: 'background', trace: lookedAt.trace, lookedAt })),
  explain: ({ lookedAt }, { request }) => ({
    because: `its credentials are quarantined: ${spokenStatement(lookedAt)} denies it explicitly`,
    what: `${capitalized(spokenCaller(request.principal))} is quarantined, and so may not do ${spokenAct(request)}`,
    why: `The policy ${code(lookedAt.policy.name)} is attached to stop credentials that were found in public or elsewhere`,
    meet: 'Replace the access key, look at what was done with the old one, and follow the support case that AWS opened; the policy is not detached before',
    help: 'Leave the policy where it is: replace the access key, look in CloudTrail at what was done with the old one, and follow the support case that AWS opened, which says when the policy may go',
  }),
  suggest: () => NO_CHANGES,
});
