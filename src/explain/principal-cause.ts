import { code } from '../policy/words.ts';
import type { Principal } from '../request/principal.ts';
import { mayLackPath } from '../request/principal-arn.ts';
import type { RequestCase } from './case.ts';
import { type Cause, cause } from './cause.ts';
import { foldInto } from './fold-change.ts';
import { grantChanges } from './grant-changes.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from './near-misses.ts';
import { exactPrincipal, permissionSetPattern, principalValue, wholeArnCommand } from './new-statement.ts';
import type { PolicyChange } from './policy-change.ts';
import { placeOfStatement } from './policy-places.ts';
import { closenessOf, type NearEntry, nearestEntry, type PrincipalMiss } from './principal-near-miss.ts';
import { capitalized, spokenAct, spokenCaller, spokenStatement } from './words.ts';

interface PrincipalWords {
  readonly code: string;
  readonly misses: readonly PrincipalMiss[];
  /** After "names `…`, ": in what it differs from the caller. */
  readonly differs: string;
  readonly why: string;
  /** The entry was meant for the caller, so it is corrected; else the caller is added. */
  readonly corrects: boolean;
  /** What must be made sure of before it is corrected. */
  readonly needs?: string;
}

interface NotNamed extends NearMiss {
  readonly entry: NearEntry;
}

const DOCS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';

/** An Allow of a resource-based policy that fits in everything but its Principal. */
export function principalCause(words: PrincipalWords): Cause {
  const { code: causeCode, misses, differs, why, corrects } = words;
  return cause<NotNamed>({
    code: causeCode,
    docs: DOCS,
    find: (request) =>
      missedOnlyOn('principal', request).flatMap((lookedAt) => {
        const entry = nearestEntry(lookedAt.statement.principal ?? [], request.request.principal);
        if (entry === undefined || !misses.includes(entry.miss)) return [];
        return [{ ...nearMiss(lookedAt, closenessOf(entry)), entry }];
      }),
    explain: ({ lookedAt, entry }, { request }) => {
      const statement = spokenStatement(lookedAt);
      return {
        because: `${statement} names ${code(entry.value)}, ${differs}`,
        what: `${capitalized(statement)} would allow ${spokenAct(request)}, but not to ${spokenCaller(request.principal)}: it names ${code(entry.value)}, ${differs}`,
        why,
        help: helpFor(request.principal, corrects),
      };
    },
    suggest: (finding, request) => (corrects ? corrected(finding, request, words) : added(finding, request)),
  });
}

/** Nobody is ever told to let in whoever asks. */
function helpFor(principal: Principal, corrects: boolean): string {
  const named = principalValue(principal);
  if (named === null)
    return 'Sign the request with credentials of whom the policy names; to name everyone would make the bucket public';
  const lacksPath = named.condition === undefined && mayLackPath(principal) && 'arn' in principal;
  const value = lacksPath ? `its whole ARN (${wholeArnCommand(principal)} shows it)` : named.spoken;
  const how =
    named.condition === undefined
      ? ''
      : `: its account, with the condition \`aws:PrincipalArn\` like ${code(permissionSetPattern(principal) ?? '')}, since the role is made anew with another name when the set is assigned again`;
  return corrects
    ? `Name the caller as ${value}${how}`
    : `Name ${lacksPath ? 'the caller by ' : ''}${value} if it is meant to have access${how}`;
}

function corrected(
  { lookedAt, entry }: NotNamed,
  request: RequestCase,
  { needs = null }: { readonly needs?: string | null },
): readonly PolicyChange[] {
  const place = placeOfStatement(lookedAt, request);
  const { principal } = request.request;
  const named = request.sameAccount === true ? exactPrincipal(principal) : principalValue(principal);
  if (place === null || named === null || named.type !== 'AWS') return [];
  if (named.condition !== undefined) return grantChanges(lookedAt.layer, request);
  return [
    {
      place,
      edits: [{ kind: 'replacePrincipal', statement: lookedAt.trace.index, from: entry.value, to: named.value }],
      says: `Replace ${code(entry.value)} by ${code(named.value)} in the Principal of ${spokenStatement(lookedAt)}`,
      purpose: 'grant',
      mends: lookedAt.layer,
      needs,
    },
  ];
}

function added(finding: NotNamed, request: RequestCase): readonly PolicyChange[] {
  const folded = foldInto(finding.lookedAt, request);
  return folded.length > 0 ? folded : grantChanges(finding.lookedAt.layer, request);
}
