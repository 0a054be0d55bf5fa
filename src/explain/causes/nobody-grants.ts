import type { Layer } from '../../evidence/layers.ts';
import type { RequestCase } from '../case.ts';
import { cause, type Finding } from '../cause.ts';
import { grantChanges } from '../grant-changes.ts';
import { silentGrantors, somebodyGrants } from '../grantors.ts';
import { isKeptByAws, keptByAwsHelp } from '../service-linked.ts';
import { joined, spokenAct, spokenCaller, THE } from '../words.ts';

interface Silent extends Finding {
  readonly silent: readonly Layer[];
}

/** No statement of any side allows: without an Allow everything is denied. */
export const nobodyGrants = cause<Silent>({
  code: 'nobody-grants',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
  find: (request) => {
    const silent = silentGrantors(request);
    const [first] = silent;
    if (first === undefined || somebodyGrants(request)) return [];
    return [{ layer: first, role: 'blocker', silent }];
  },
  explain: ({ silent }, rc) => {
    const { request } = rc;
    const sides = joined(
      silent.map((layer) => THE[layer]),
      'or',
    );
    return {
      because: `nothing in ${sides} allows it`,
      what: `Nothing allows ${spokenAct(request)} to ${spokenCaller(request.principal)}`,
      why: `What no policy allows is denied. No statement in ${sides} matches the request${sidesNeeded(rc)}`,
      help: help(rc, silent),
    };
  },
  suggest: ({ silent }, request) => silent.flatMap((layer) => grantChanges(layer, request)),
});

function sidesNeeded({ sameAccount, request }: RequestCase): string {
  if (request.principal.kind === 'anonymous')
    return '; a caller without credentials can only be let in by the resource';
  if (request.resource === '*') return ". An account has no policy of its own, so the caller's must allow";
  if (sameAccount === undefined) return '';
  return sameAccount
    ? '. Caller and resource are in one account, so an Allow on either side will do'
    : ". Caller and resource are in two accounts, so both the caller's side and the resource's side must allow";
}

function help({ request, evaluation }: RequestCase, all: readonly Layer[]): string {
  if (request.principal.kind === 'anonymous') {
    return 'Sign the request with credentials that may read it; nothing is suggested that would make it public';
  }
  const silent = all.filter((layer) => !isKeptByAws(request.principal, layer));
  const ways = evaluation.remedies
    .filter((remedy) => remedy.every((layer) => silent.includes(layer)))
    .map((remedy) =>
      joined(
        remedy.map((layer) => THE[layer]),
        'and',
      ),
    );
  const where =
    ways.length > 0
      ? joined(ways, 'or')
      : joined(
          silent.map((layer) => THE[layer]),
          'and',
        );
  const kept = all.length > silent.length && ways.length === 0 ? keptByAwsHelp(request.principal) : null;
  return kept ?? `Allow exactly this action on exactly this resource in ${where}`;
}
