import type { Decision } from '../evaluate/evaluation.ts';
import { SPOKEN } from '../evidence/layers.ts';
import { list } from '../policy/words.ts';
import type { Case } from './case.ts';
import type { ChangePlan, Draft } from './change-plan.ts';
import type { Suggestion } from './diagnosis.ts';
import { joined } from './words.ts';

type Verdict = Pick<Suggestion, 'applicability' | 'because'>;

/**
 * How sure a change is, from the evaluation of the case with its whole plan applied: `verified` when every permission is
 * then allowed, `unverified` with what stays open, `needsInput` when somebody must decide or fill something in.
 */
export function verify(draft: Draft, { after, drafts }: ChangePlan): Verdict {
  if (draft.needs.length > 0) {
    const outcome = OUTCOMES[after.decision];
    return { applicability: 'needsInput', because: `once ${joined(draft.needs, 'and')}${outcome}` };
  }
  if (after.decision !== 'allow') return { applicability: 'unverified', because: whatIsLeft(after) };
  const waiting = drafts.filter((other) => other !== draft && other.needs.length > 0);
  if (waiting.length === 0) return { applicability: 'verified', because: '' };
  const layers = [...new Set(waiting.map(({ place }) => SPOKEN[place.layer]))];
  return {
    applicability: 'unverified',
    because: `evaluated again, the call is allowed once the change of ${joined(layers, 'and')} is made as well, which others must decide`,
  };
}

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
