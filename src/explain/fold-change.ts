import type { StatementElement } from '../evaluate/evaluation.ts';
import type { Layer } from '../evidence/layers.ts';
import type { PrincipalEntry } from '../policy/policy-document.ts';
import { code } from '../policy/words.ts';
import { actionFits, fittingActions } from './action-fits.ts';
import type { LookedAt, RequestCase } from './case.ts';
import { needsOwner } from './guardrails.ts';
import { namedResource } from './named-resource.ts';
import { exactPrincipal, principalValue, resourceText } from './new-statement.ts';
import type { PolicyChange } from './policy-change.ts';
import type { PolicyEdit } from './policy-edit.ts';
import { originOf, placeOfStatement } from './policy-places.ts';
import { spokenStatement } from './words.ts';

/** Adds to a statement that all but matches what it lacks, where that lets nothing else through; else nothing. */
export function foldInto(lookedAt: LookedAt, request: RequestCase): readonly PolicyChange[] {
  const [element, ...others] = lookedAt.trace.failedOn;
  const place = placeOfStatement(lookedAt, request);
  if (element === undefined || others.length > 0 || place === null || !isEditable(lookedAt, request)) return [];
  const edit = FOLDS[element](lookedAt, request);
  if (edit === null) return [];
  const says = `Add ${code(edit.value)} to the ${edit.element} of ${spokenStatement(lookedAt)}`;
  const needs = needsOwner(lookedAt.layer, place);
  return [{ place, edits: [edit], says, purpose: 'grant', mends: lookedAt.layer, needs }];
}

type Fold = Extract<PolicyEdit, { kind: 'addEntry' | 'addPrincipal' }>;

const FOLDS: Record<StatementElement, (lookedAt: LookedAt, request: RequestCase) => Fold | null> = {
  action: ({ statement, trace, layer }, rc) => {
    const asked = namedResource(layer, rc);
    if (statement.action === undefined || asked === null || !reachesOnly(statement.resource, asked, layer, rc))
      return null;
    return { kind: 'addEntry', statement: trace.index, element: 'Action', value: rc.request.action };
  },
  resource: ({ statement, trace, layer }, rc) => {
    const asked = namedResource(layer, rc);
    if (statement.resource === undefined || asked === null || !doesOnly(statement.action, asked, rc)) return null;
    return { kind: 'addEntry', statement: trace.index, element: 'Resource', value: resourceText(asked) };
  },
  principal: ({ statement, trace, layer }, rc) => {
    const asked = namedResource(layer, rc);
    const named = rc.sameAccount === true ? exactPrincipal(rc.request.principal) : principalValue(rc.request.principal);
    const listsArns = statement.principal?.some(({ kind }) => kind === 'aws') === true;
    if (asked === null || named?.type !== 'AWS' || named.condition !== undefined || !listsArns) return null;
    if (!doesOnly(statement.action, asked, rc) || !reachesOnly(statement.resource, asked, layer, rc)) return null;
    return { kind: 'addPrincipal', statement: trace.index, element: 'Principal', type: named.type, value: named.value };
  },
  // A condition was put there on purpose; it is met or it is not, but never taken away.
  condition: () => null,
};

/** Of the actions a statement names, the one asked for is the only one that can work on such a resource. */
function doesOnly(actions: readonly string[] | undefined, resource: string, { request }: RequestCase): boolean {
  if (actions === undefined) return false;
  const fitting = fittingActions(actions, resource);
  return fitting.length > 0 && fitting.every((action) => action.toLowerCase() === request.action.toLowerCase());
}

/** Of the resources a statement names, the one asked for is the only one that the action can work on. */
function reachesOnly(
  resources: readonly string[] | undefined,
  asked: string,
  layer: Layer,
  { request }: RequestCase,
): boolean {
  if (resources === undefined) return false;
  // In a key policy `*` is the key itself.
  const own = layer === 'keyPolicy' ? ['*', asked] : [resourceText(asked)];
  const reached = resources.filter((resource) => actionFits(request.action, resource) || resource === '*');
  return reached.length > 0 && reached.every((resource) => own.includes(resource));
}

function isEditable({ layer, policy, statement }: LookedAt, request: RequestCase): boolean {
  // Whoever its condition lets in would be let in further: the caller gets a statement of its own.
  if (GIVES_ACCESS.has(layer) && statement.principal?.some(isEveryone) === true) return false;
  return layer === 'serviceControlPolicies' || originOf(policy, request) !== 'awsManaged';
}

const GIVES_ACCESS: ReadonlySet<Layer> = new Set(['bucketPolicy', 'accessPointPolicy', 'keyPolicy']);

const isEveryone = (entry: PrincipalEntry) => entry.kind === 'everyone' || entry.value === '*';
