import { code, list } from '../../policy/words.ts';
import { type LookedAt, layerOf } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';
import { spokenWouldAllow } from '../would-allow.ts';

interface Open extends Finding {
  readonly lookedAt: LookedAt;
  readonly keys: readonly string[];
}

/** A statement applies or does not, depending on a condition key whose value nobody told. */
export const conditionUnknown = cause<Open>({
  code: 'condition-unknown',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  find: (request) => {
    const { evaluation } = request;
    if (evaluation.decision !== 'undetermined') return [];
    const decisive = new Set(evaluation.unknownConditionKeys.map((key) => key.toLowerCase()));
    return request.lookedAt.flatMap((lookedAt): Open[] => {
      const keys = lookedAt.trace.unknownKeys.filter((key) => decisive.has(key.toLowerCase()));
      const open = (layerOf(request, lookedAt.layer)?.outcomes.length ?? 0) > 1;
      if (lookedAt.trace.match !== 'unknown' || keys.length === 0 || !open) return [];
      return [{ layer: lookedAt.layer, role: 'open', lookedAt, keys }];
    });
  },
  explain: ({ lookedAt, keys }, rc) => {
    const { request } = rc;
    const met = spokenWouldAllow(rc);
    const does = lookedAt.trace.effect === 'Allow' ? 'allows' : 'denies';
    return {
      because: `${spokenStatement(lookedAt)} ${does} it or not, depending on ${list(keys)}, whose ${keys.length === 1 ? 'value is' : 'values are'} not known`,
      what: `Whether ${spokenStatement(lookedAt)} ${does} ${spokenAct(request)} depends on ${list(keys)}`,
      why: capitalized(lookedAt.trace.because),
      help: `${met === null ? '' : `It is allowed ${met}. `}Ask again with ${keys.map((key) => code(`--context ${key}=VALUE`)).join(' ')}, or from the denied event, which holds the values`,
    };
  },
  suggest: () => NO_CHANGES,
});
