import type { Evaluation, LayerEvaluation, StatementTrace } from '../evaluate/evaluation.ts';
import type { Unreadable } from '../evidence/reading.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';
import { operationOfCall } from '../request/usual-operation.ts';
import type { DiagnosisJson } from './diagnosis-json.ts';

type RequestJson = DiagnosisJson['requests'][number];
type LayerJson = RequestJson['layers'][number];

/** The diagnosis in the shape that programs rely on. */
export function renderJson(diagnosis: Diagnosis): DiagnosisJson {
  return {
    schemaVersion: 1,
    headline: diagnosis.headline,
    fix: diagnosis.fix,
    call: { ...diagnosis.call, ...askedOf(diagnosis) },
    decision: diagnosis.decision,
    requests: diagnosis.evaluations.map(renderRequest),
    causes: diagnosis.causes.map((cause) => ({ ...cause })),
    suggestions: diagnosis.suggestions.map((suggestion) => ({
      ...suggestion,
      requests: [...suggestion.requests],
      togetherWith: [...suggestion.togetherWith],
      companions: suggestion.companions.map((companion) => ({ ...companion })),
    })),
    trail: {
      deniedEvents: diagnosis.trail.deniedEvents.map((event) => ({ ...event })),
      changes: diagnosis.trail.changes.map((change) => ({ ...change })),
      looked: diagnosis.trail.looked.map((place) => ({ ...place })),
    },
    reportedReason: diagnosis.reportedReason === null ? null : { ...diagnosis.reportedReason },
    unreadable: diagnosis.unreadable.map((unread) => ({ layer: unread.layer, ...renderUnread(unread) })),
    notes: [...diagnosis.notes],
  };
}

/** The operation, also where an action was asked about. */
function askedOf({ asked, call }: Diagnosis): Pick<DiagnosisJson['call'], 'operation' | 'action'> {
  if (asked === null) return { operation: call.operation, action: null };
  return { operation: operationOfCall(asked), action: asked.action ?? null };
}

function renderRequest(evaluation: Evaluation): RequestJson {
  return {
    action: evaluation.request.action,
    resource: evaluation.request.resource,
    decision: evaluation.decision,
    layers: evaluation.layers.map(renderLayer),
    remedies: evaluation.remedies.map((layers) => [...layers]),
    unknownConditionKeys: [...evaluation.unknownConditionKeys],
    wouldAllowWith: evaluation.wouldAllowWith.map((change) =>
      Object.fromEntries(
        Object.entries(change).map(([key, value]) => [
          key,
          typeof value === 'string' || value === null ? value : [...value],
        ]),
      ),
    ),
    notes: [...evaluation.notes],
  };
}

function renderLayer(evaluation: LayerEvaluation): LayerJson {
  const [unread] = evaluation.unreadable;
  return {
    layer: evaluation.layer,
    outcomes: [...evaluation.outcomes],
    applies: evaluation.applies,
    blocking: evaluation.blocking,
    because: evaluation.because,
    statements: evaluation.statements.map(renderStatement),
    unreadable: unread === undefined ? null : renderUnread(unread),
  };
}

function renderStatement(statement: StatementTrace): LayerJson['statements'][number] {
  return {
    policy: statement.policy,
    policyArn: statement.policyArn ?? null,
    target: statement.target ?? null,
    sid: statement.sid ?? null,
    index: statement.index,
    effect: statement.effect,
    match: statement.match,
    failedOn: [...statement.failedOn],
    because: statement.because,
  };
}

const renderUnread = ({ needs, account, because }: Unreadable) => ({ needs, account: account ?? null, because });
