import type { Layer } from '../../evidence/layers.ts';
import { isSettledAs, type LookedAt, type RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { GRANTING, silentGrantors } from '../grantors.ts';
import { capitalized, joined, spokenAct, spokenCaller, spokenStatement } from '../words.ts';

interface Together extends Finding {
  readonly layer: Layer;
  readonly statements: readonly LookedAt[];
  readonly place: 'oneLayer' | 'severalLayers';
}

/** Statements of one layer or several of which it is open which one stops the request, and certain that one does. */
export const deniesTogether = cause<Together>({
  code: 'denies-together',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html',
  find: (request) => {
    const inOne = request.evaluation.layers
      .filter((layer) => isSettledAs(layer, 'explicitDeny'))
      .flatMap(({ layer }): Together[] => {
        const denies = deniesOf(layer, request);
        const open = denies.filter(({ trace }) => trace.match === 'unknown');
        if (open.length < 2 || denies.some(({ trace }) => trace.match === 'yes')) return [];
        return [{ layer, role: 'blocker', statements: open, place: 'oneLayer' }];
      });
    return inOne.length > 0 ? inOne : betweenLayers(request);
  },
  explain: ({ statements: open, place }, { request }) => {
    const statements = joined(open.map(spokenStatement), 'and');
    const { meets, help } = WORDS[place];
    return {
      because: `${statements} leave no request through: ${meets}`,
      what: `${capitalized(statements)} together deny ${spokenAct(request)} to ${spokenCaller(request.principal)}, whatever the request is like`,
      why: `${WORDS[place].why}. ${open.map(({ trace }) => capitalized(trace.because)).join('. ')}`,
      help,
    };
  },
  suggest: () => NO_CHANGES,
});

const WORDS = {
  oneLayer: {
    meets: 'what gets past the one meets the other',
    why: 'An explicit Deny wins over every Allow, and one of these always matches',
    help: 'Join what the statements exempt in one statement: conditions of one statement are all needed for it to deny, so that whoever meets one exemption is let through',
  },
  severalLayers: {
    meets: 'what gets past the one is stopped by the other',
    why: 'Every layer must let a request through, and there is none that has what each of these asks for',
    help: 'Make up which way the request is to take, and change the statement that does not let it through on that way',
  },
} as const;

/** No layer is certain not to let it through, and in every way that the request can be, one does not. */
function betweenLayers(request: RequestCase): readonly Together[] {
  const { decision, layers } = request.evaluation;
  // One that may deny and never allows stops it either way, wherever its Allow is needed.
  const certain =
    silentGrantors(request).length > 0 ||
    layers.some(
      ({ layer, blocking, outcomes }) =>
        blocking && !outcomes.includes('allow') && (outcomes.length === 1 || !GRANTING.includes(layer)),
    );
  if (decision !== 'deny' || certain) return [];
  const open = layers.filter(({ outcomes }) => outcomes.length > 1).map(({ layer }) => layer);
  const statements = request.lookedAt.filter(({ layer, trace }) => trace.match === 'unknown' && open.includes(layer));
  const [first] = statements;
  return first === undefined || statements.every(({ layer }) => layer === first.layer)
    ? []
    : [{ layer: first.layer, role: 'blocker', statements, place: 'severalLayers' }];
}

const deniesOf = (layer: Layer, { lookedAt }: RequestCase): readonly LookedAt[] =>
  lookedAt.filter((one) => one.layer === layer && one.trace.effect === 'Deny');
