import { z } from 'zod';
import { absent, found, type Reading } from '../evidence/reading.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { principalPartition } from '../request/principal-arn.ts';
import type { CallerSide } from './caller-side.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { read } from './read.ts';

const Simulated = z.looseObject({
  EvaluationResults: z.array(
    z.looseObject({
      OrganizationsDecisionDetail: z.looseObject({ AllowedByOrganizations: z.boolean().optional() }).optional(),
    }),
  ),
});

/**
 * What IAM's policy simulator says of the SCPs over the caller, where they could not be read: it knows them, and shows no
 * statement of them. Absent where there is nobody or nothing to ask about.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function readSimulatedOrganization(
  session: CollectSession,
  { caller, layers }: CallerSide,
  { action, resource, context }: AccessRequest,
): Promise<Reading<boolean>> {
  const { principal } = caller;
  if (layers.serviceControlPolicies.kind !== 'unreadable' || caller.missing !== undefined) return absent;
  // It takes no service-linked role, which no SCP binds anyway, and neither a root user nor who has no account.
  if (principal.kind !== 'user' && (principal.kind !== 'role' || principal.serviceLinked === true)) return absent;
  const ContextEntries = [...context.keys].flatMap(([ContextKeyName, value]) =>
    value.kind === 'known' && SIMULATED.test(ContextKeyName)
      ? [{ ContextKeyName, ContextKeyValues: [...value.values], ContextKeyType: 'stringList' as const }]
      : [],
  );
  const simulated = await read(session, 'iam:SimulatePrincipalPolicy', {
    account: principal.account,
    region: homeRegion(principalPartition(principal)),
    input: {
      PolicySourceArn: principal.arn,
      ActionNames: [action],
      ResourceArns: [resource],
      ...(ContextEntries.length === 0 ? {} : { ContextEntries }),
    },
    output: Simulated,
  });
  if (simulated.kind !== 'found') return simulated;
  const allowed = simulated.value.EvaluationResults[0]?.OrganizationsDecisionDetail?.AllowedByOrganizations;
  return allowed === undefined ? absent : found(allowed);
}

/** The keys by which SCPs usually tell calls apart; the clock is the simulator's own. */
const SIMULATED = /^aws:(?:requestedregion|sourceip|sourcevpce?|securetransport|principaltag\/.*)$/;

/** The second opinion as a sentence, labelled as one: it takes no part in the decision. */
export function secondOpinion(simulated: Reading<boolean>, { action }: AccessRequest): readonly string[] {
  if (simulated.kind !== 'found') return [];
  const says = simulated.value ? 'allow' : 'do not allow';
  return [
    `A second opinion only, not part of the decision: IAM's policy simulator says that the SCPs, which could not be read, ${says} \`${action}\`. It knows nothing of RCPs and VPC endpoints.`,
  ];
}
