import type { Layer } from '../../evidence/layers.ts';
import type { PrincipalEntry } from '../../policy/policy-document.ts';
import { readPrincipalArn } from '../../policy/principal-entry.ts';
import type { AccessRequest } from '../../request/access-request.ts';
import { principalAccount } from '../../request/principal.ts';
import { principalPartition } from '../../request/principal-arn.ts';
import { isSettledAs, layerOf, type RequestCase } from '../case.ts';
import { cause, type Explanation, type Finding } from '../cause.ts';
import { grantChanges } from '../grant-changes.ts';
import { GRANTING, silentGrantors, somebodyGrants } from '../grantors.ts';
import { allow, capitalized, joined, spokenAct, spokenCaller, THE, VERBS } from '../words.ts';

interface HalfGranted extends Finding {
  readonly silent: Layer;
  readonly granting: readonly Layer[];
}

/** Across accounts, or through an access point, one side allows and the other says nothing. */
export const oneSideGrants = cause<HalfGranted>({
  code: 'one-side-grants',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
  find: (request) => {
    const granting = GRANTING.filter((layer) => grants(request, layer));
    // Across accounts the silence of one side is enough; of the other, which may deny as well, it is not said that it allows.
    if (granting.length === 0 && !(request.sameAccount === false && somebodyGrants(request))) return [];
    return silentGrantors(request)
      .filter((layer) => layer !== 'objectOwnership')
      .map((silent) => ({ layer: silent, role: 'blocker', silent, granting }));
  },
  explain: ({ silent, granting }, rc) => {
    const { request, sameAccount } = rc;
    const leaves = sameAccount === true && silent === 'identityPolicies' ? delegators(granting, rc) : [];
    if (leaves.length > 0) return left(leaves, request);
    const silentDoes = `${THE[silent]} ${VERBS[silent].the.does} not`;
    const allowing = joined(
      granting.map((layer) => THE[layer]),
      'and',
    );
    const allowed = granting.length === 0 ? '' : `${allowing} ${allow(granting)} it`;
    return {
      because: allowed === '' ? `${silentDoes} allow it` : `${allowed}, ${silentDoes}`,
      what: `${capitalized(silentDoes)} allow ${spokenAct(request)} to ${spokenCaller(request.principal)}`,
      why:
        sameAccount === false
          ? `Caller and resource are in two accounts, so both sides must allow${notEnough(allowed)}`
          : `Both must allow${notEnough(allowed)}`,
      help: `Allow exactly this action on exactly this resource in ${THE[silent]}`,
    };
  },
  suggest: ({ silent }, request) => grantChanges(silent, request),
});

const notEnough = (allowed: string): string => (allowed === '' ? '' : `: ${allowed}, and that is not enough`);

function grants(request: RequestCase, layer: Layer): boolean {
  const evaluation = layerOf(request, layer);
  return evaluation?.applies === true && isSettledAs(evaluation, 'allow') && layer !== 'objectOwnership';
}

/** Resource-based policies that name the account and not the caller: within it they leave it to identity-based policies. */
const delegators = (granting: readonly Layer[], { lookedAt, request }: RequestCase): readonly Layer[] =>
  granting.filter((layer) =>
    lookedAt.some(
      ({ layer: place, trace, statement }) =>
        place === layer &&
        trace.effect === 'Allow' &&
        trace.match === 'yes' &&
        statement.principal?.some((entry) => namesAccount(entry, principalAccount(request.principal))),
    ),
  );

function namesAccount(entry: PrincipalEntry, account: string | undefined): boolean {
  if (entry.kind !== 'aws') return false;
  const named = readPrincipalArn(entry);
  return named.kind === 'account' && named.account === account;
}

function left([layer = 'bucketPolicy']: readonly Layer[], request: AccessRequest): Explanation {
  const account = request.resourceAccount ?? 'of the resource';
  const partition = principalPartition(request.principal);
  return {
    because: `${THE[layer]} names account ${account}, which leaves it to the identity-based policies there, and none of the caller's allows it`,
    what: `No identity-based policy allows ${spokenAct(request)} to ${spokenCaller(request.principal)}, to which ${THE[layer]} leaves it`,
    why: `A statement for the account (\`arn:${partition}:iam::${account}:root\`) gives nothing by itself: it lets identity-based policies of the account count. One that names the caller would be enough by itself`,
    help: `Allow exactly this action on exactly this resource in ${THE.identityPolicies}, or name the caller in ${THE[layer]}`,
  };
}
