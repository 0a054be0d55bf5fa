import type { Evaluation, LayerEvaluation, StatementTrace } from '../evaluate/evaluation.ts';
import { type Layer, SPOKEN } from '../evidence/layers.ts';
import { roleOfUnread } from '../explain/unread-role.ts';
import { joined, spokenStatement, VERBS } from '../explain/words.ts';

export const MARKS = ['allows', 'denies', 'notInPlay', 'unknown'] as const;
export type Mark = (typeof MARKS)[number];

/** How each mark is shown; the words carry the meaning where neither colour nor sign does. */
export const MARK_SIGNS: Record<Mark, { readonly sign: string; readonly emoji: string }> = {
  allows: { sign: '✓', emoji: 'white_check_mark' },
  denies: { sign: '✗', emoji: 'no_entry' },
  notInPlay: { sign: '–', emoji: 'heavy_minus_sign' },
  unknown: { sign: '?', emoji: 'grey_question' },
};

export interface Rung {
  readonly layer: Layer;
  readonly mark: Mark;
  /** AWS's name for the layer. */
  readonly name: string;
  /** The verdict in two or three words. */
  readonly verdict: string;
  /** The deciding statement or fact; may be empty. */
  readonly because: string;
}

export interface Ladder {
  readonly rungs: readonly Rung[];
  /** Layers that have no say in this request. */
  readonly notInPlay: readonly Layer[];
}

/** The layers of one evaluation as a person reads them, those without a say apart. */
export function ladder(evaluation: Evaluation): Ladder {
  const inPlay = evaluation.layers.filter((layer) => layer.applies || layer.unreadable.length > 0);
  return {
    rungs: inPlay.map(rung).map(foldedReason),
    notInPlay: evaluation.layers.filter((layer) => !inPlay.includes(layer)).map(({ layer }) => layer),
  };
}

function rung(evaluation: LayerEvaluation): Rung {
  const { mark, verdict } = markAndVerdict(evaluation);
  return { layer: evaluation.layer, mark, name: SPOKEN[evaluation.layer], verdict, because: because(evaluation) };
}

/** Of layers that could not be read for one reason, the first tells it. */
function foldedReason(own: Rung, index: number, rungs: readonly Rung[]): Rung {
  const told = rungs.slice(0, index).some(({ mark, because }) => mark === 'unknown' && because === own.because);
  return own.mark === 'unknown' && told && own.because !== '' ? { ...own, because: 'for the same reason' } : own;
}

/** Layers that never allow anything, and only may stand in the way. */
const ALLOWING: Readonly<Partial<Record<Layer, string>>> = {
  blockPublicAccess: `${VERBS.blockPublicAccess.spoken.does} not stand in the way`,
  objectOwnership: `${VERBS.objectOwnership.spoken.does} not stand in the way`,
  resourceControlPolicies: `${VERBS.resourceControlPolicies.spoken.denies} nothing`,
  serviceControlPolicies: `${VERBS.serviceControlPolicies.spoken.allows} at every level`,
};

function markAndVerdict({ layer, outcomes, unreadable, blocking }: LayerEvaluation): { mark: Mark; verdict: string } {
  const [only, ...others] = new Set(outcomes);
  if (others.length > 0 || only === undefined) {
    return { mark: 'unknown', verdict: unreadable.length > 0 ? 'could not be read' : 'not known' };
  }
  const { allows, denies, does } = VERBS[layer].spoken;
  if (only === 'allow') return { mark: 'allows', verdict: ALLOWING[layer] ?? allows };
  if (only === 'explicitDeny') return { mark: 'denies', verdict: `${denies} explicitly` };
  return blocking
    ? { mark: 'denies', verdict: `${does} not allow` }
    : { mark: 'notInPlay', verdict: `${does} not allow, not needed` };
}

function because(evaluation: LayerEvaluation): string {
  const { layer, outcomes, unreadable } = evaluation;
  const [unread] = unreadable;
  if (outcomes.length > 1 && unread !== undefined) {
    const role = roleOfUnread(unread);
    if (role !== null) return role.short;
    const where = unread.account === undefined ? '' : ` in account ${unread.account}`;
    return `needs \`${unread.needs}\`${where}: ${unread.because}`;
  }
  if (ALLOWING[layer] !== undefined && outcomes.every((outcome) => outcome === 'allow')) return evaluation.because;
  const [first, ...more] = decisiveStatements(evaluation);
  if (first === undefined) return evaluation.because === '' ? withoutDecisive(evaluation) : evaluation.because;
  return `${spokenStatement({ layer, trace: first })}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
}

/** Of a layer that denies although no Deny of it matches as it stands: those that deny between them, or one by its NotPrincipal. */
function withoutDecisive(evaluation: LayerEvaluation): string {
  const { layer, outcomes, statements } = evaluation;
  if (outcomes.some((outcome) => outcome !== 'explicitDeny')) return closest(evaluation);
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const open = denies.filter(({ match }) => match === 'unknown');
  const meant = open.length > 0 ? open : denies.filter(({ failedOn }) => failedOn.join() === 'principal');
  const spoken = meant.map((trace) => spokenStatement({ layer, trace }));
  // Of several that are open one always matches, and which one is of no matter.
  return open.length > 1 ? `${joined(spoken, 'and')} between them` : joined(spoken, 'or');
}

/** Of a layer that says nothing: the Allow that all but matches, or how many statements were looked at. */
function closest({ layer, statements }: LayerEvaluation): string {
  if (statements.length === 0) return '';
  const trace = statements.find(({ effect, failedOn }) => effect === 'Allow' && failedOn.length === 1);
  if (trace !== undefined) return `${spokenStatement({ layer, trace })} fits but for the ${trace.failedOn.join()}`;
  return statements.length === 1
    ? 'its one statement does not match'
    : `none of ${statements.length} statements matches`;
}

/** The statements that gave the layer its outcome: the Denies that match, else the Allows that match, else the open ones. */
export function decisiveStatements({ outcomes, statements }: LayerEvaluation): readonly StatementTrace[] {
  const [outcome] = outcomes;
  if (outcomes.length > 1) return statements.filter(({ match }) => match === 'unknown');
  if (outcome === 'explicitDeny') return statements.filter(({ match, effect }) => match === 'yes' && effect === 'Deny');
  if (outcome === 'allow') return statements.filter(({ match, effect }) => match === 'yes' && effect === 'Allow');
  return [];
}
