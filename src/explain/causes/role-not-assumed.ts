import { code } from '../../policy/words.ts';
import { assumingDenied } from '../../request/role-not-assumed.ts';
import type { Denial, ReportedReason } from '../../request/s3-call.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { capitalized } from '../words.ts';

interface NotAssumed extends Finding {
  readonly reason: ReportedReason | undefined;
}

const WHY =
  "A role's trust policy says who may assume it, and the caller's own policies must allow it as well. Both are looked at when the role is assumed, and never by S3";

const isAboutAssuming = ({ reportedReason: reason }: Denial) =>
  reason?.layer === 'roleTrustPolicy' || /^sts:/i.test(reason?.action ?? '');

/** AWS's sentence is about assuming a role: the call never came as far as S3. */
export const roleNotAssumed = cause<NotAssumed>({
  code: 'role-not-assumed',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html',
  errors: { names: ['RoleNotAssumed'], why: WHY },
  find: ({ index }, { denial, requests }) =>
    index === requests[0]?.index && isAboutAssuming(denial)
      ? [{ layer: null, role: 'gate', alone: true, reason: denial.reportedReason }]
      : [],
  explain: ({ reason }) => {
    const who = reason?.principal === undefined ? 'the caller' : code(reason.principal);
    const role = reason?.resource === undefined ? 'the role' : code(reason.resource);
    const denied = assumingDenied(reason);
    const because = denied?.because ?? LACKS[reason?.layer ?? 'unstated'] ?? 'AWS denied it';
    return {
      headline: `${capitalized(who)} may not do \`sts:AssumeRole\` on ${role}: ${because}, so S3 was never asked`,
      what: `The denial is of \`sts:AssumeRole\`: AWS did not let ${who} assume ${role}, and S3 was never asked`,
      why: WHY,
      help:
        denied === undefined
          ? (HELP[reason?.layer ?? 'unstated'] ?? `${IN_TRUST}, and ${IN_IDENTITY}`)
          : capitalized(denied.help),
    };
  },
  suggest: () => NO_CHANGES,
});

const IN_TRUST = 'Add the caller to the trust policy of the role, beside whom it names already';
const IN_IDENTITY = "allow the caller `sts:AssumeRole` on the role in the caller's own policies";

const LACKS: Readonly<Partial<Record<ReportedReason['layer'], string>>> = {
  roleTrustPolicy: "the role's trust policy does not let it",
  identityPolicies: "the caller's identity-based policies do not allow it",
};

/** Where AWS names the side that is missing. */
const HELP: Readonly<Partial<Record<ReportedReason['layer'], string>>> = {
  roleTrustPolicy: `${IN_TRUST}. Across accounts also ${IN_IDENTITY}`,
  identityPolicies: `A${IN_IDENTITY.slice(1)}. Across accounts the trust policy of the role must name the caller as well`,
};
