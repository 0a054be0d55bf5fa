import type { Layer } from '../../evidence/layers.ts';
import { isSettledAs, type LookedAt, type RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { capitalized, joined, spokenAct, spokenCaller, spokenStatement } from '../words.ts';

interface Together extends Finding {
  readonly layer: Layer;
  readonly denies: readonly LookedAt[];
}

/** Denies of which it is open which one matches, and certain that one does: no request gets past them all. */
export const deniesTogether = cause<Together>({
  code: 'denies-together',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html',
  find: (request) =>
    request.evaluation.layers
      .filter((layer) => isSettledAs(layer, 'explicitDeny'))
      .flatMap(({ layer }): Together[] => {
        const denies = deniesOf(layer, request);
        const open = denies.filter(({ trace }) => trace.match === 'unknown');
        if (open.length < 2 || denies.some(({ trace }) => trace.match === 'yes')) return [];
        return [{ layer, role: 'blocker', denies: open }];
      }),
  explain: ({ denies }, { request }) => {
    const statements = joined(denies.map(spokenStatement), 'and');
    return {
      because: `${statements} leave no request through: what gets past the one meets the other`,
      what: `${capitalized(statements)} together deny ${spokenAct(request)} to ${spokenCaller(request.principal)}, whatever the request is like`,
      why: `An explicit Deny wins over every Allow, and one of these always matches. ${denies.map(({ trace }) => capitalized(trace.because)).join('. ')}`,
      help: 'Join what the statements exempt in one statement: conditions of one statement are all needed for it to deny, so that whoever meets one exemption is let through',
    };
  },
  suggest: () => NO_CHANGES,
});

const deniesOf = (layer: Layer, { lookedAt }: RequestCase): readonly LookedAt[] =>
  lookedAt.filter((one) => one.layer === layer && one.trace.effect === 'Deny');
