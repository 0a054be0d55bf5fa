import type { Decision } from '../evaluate/evaluation.ts';
import { SPOKEN } from '../evidence/layers.ts';
import { list } from '../policy/words.ts';
import type { Case } from './case.ts';
import type { ChangePlan, Draft } from './change-plan.ts';
import type { Suggestion } from './diagnosis.ts';
import { examine } from './examine.ts';
import { hindrances } from './hindrances.ts';
import { joined } from './words.ts';

type Verdict = Pick<Suggestion, 'applicability' | 'because'>;

/**
 * How sure a change is, from the evaluation of the case with its whole plan applied: `verified` when every permission is
 * then allowed and AWS takes every document, `unverified` with what stays open, `needsInput` when somebody must decide or
 * fill something in.
 */
export function verify(draft: Draft, plan: ChangePlan, whole: Case): Verdict {
  const { after, drafts } = plan;
  const { refused, generated } = hindrances(draft, plan, whole);
  if (refused !== null) return { applicability: 'unverified', because: refused };
  const needs = [...draft.needs, ...(generated === null ? [] : [MADE_ELSEWHERE])];
  if (needs.length > 0) {
    return { applicability: 'needsInput', because: `once ${joined(needs, 'and')}${OUTCOMES[after.decision]}` };
  }
  if (after.decision !== 'allow') return { applicability: 'unverified', because: whatIsLeft(after) };
  const gate = gateOf(after);
  if (gate !== undefined) {
    return {
      applicability: 'unverified',
      because: `evaluated again with it, every policy allows the call; and yet ${gate}`,
    };
  }
  const others = drafts.filter((other) => other !== draft);
  const tooMuch = others.filter((other) => hindrances(other, plan, whole).refused !== null);
  if (tooMuch.length > 0) {
    const because = `evaluated again, the call is allowed once the change of ${layersOf(tooMuch)} is made as well, which AWS would not take as it is`;
    return { applicability: 'unverified', because };
  }
  const waiting = others.filter((other) => other.needs.length > 0);
  const elsewhere = others.filter((other) => hindrances(other, plan, whole).generated !== null);
  if (waiting.length === 0 && elsewhere.length === 0) return { applicability: 'verified', because: '' };
  const how = waiting.length > 0 ? 'which others must decide' : 'where that is written';
  return {
    applicability: 'unverified',
    because: `evaluated again, the call is allowed once the change of ${layersOf([...waiting, ...elsewhere])} is made as well, ${how}`,
  };
}

/** What S3 or KMS asks for, or may, beside every policy. */
function gateOf(after: Case): string | undefined {
  const gate = after.requests
    .flatMap((request) => examine(request, after))
    .find(({ finding: { role } }) => role === 'gate' || role === 'openGate');
  return gate?.explanation().because;
}

const MADE_ELSEWHERE = 'it is made where the document is written, since a change by hand is lost with the next run';

const layersOf = (drafts: readonly Draft[]) =>
  joined([...new Set(drafts.map(({ place }) => SPOKEN[place.layer]))], 'and');

const OUTCOMES: Record<Decision, string> = {
  allow: '. Evaluated again with it, the call is allowed',
  undetermined: '. Evaluated again with it, everything that was read allows the call',
  deny: '',
};

/** What still denies, or is still not known, when the change is made. */
function whatIsLeft({ requests, decision }: Case): string {
  const open = requests.filter(({ evaluation }) => evaluation.decision === decision);
  if (decision === 'deny') {
    const layers = open.flatMap(({ evaluation }) =>
      evaluation.layers.filter(({ blocking, outcomes }) => blocking && !outcomes.includes('allow')),
    );
    const names = [...new Set(layers.map(({ layer }) => SPOKEN[layer]))];
    return `with it the call is still denied by ${joined(names, 'and')}`;
  }
  const unread = open.flatMap(({ evaluation }) =>
    evaluation.layers.filter(({ outcomes, unreadable }) => outcomes.length > 1 && unreadable.length > 0),
  );
  const keys = [...new Set(open.flatMap(({ evaluation }) => evaluation.unknownConditionKeys))];
  const parts = [
    ...[...new Set(unread.map(({ layer }) => SPOKEN[layer]))].map((name) => `the ${name} could not be read`),
    ...(keys.length === 0 ? [] : [`the value of ${list(keys)} is not known`]),
  ];
  const rest = parts.length === 0 ? 'the answer is still not settled' : joined(parts, 'and');
  return `evaluated again with it, everything that was read allows the call; ${rest}`;
}
