import { matchConditions } from '../policy/match-conditions.ts';
import type { Condition } from '../policy/policy-document.ts';
import { code } from '../policy/words.ts';
import { type ContextValue, contextValue } from '../request/condition-context.ts';
import { type LookedAt, layerOf, type RequestCase } from './case.ts';
import { type Cause, cause, type Finding, NO_CHANGES } from './cause.ts';
import { capitalized, spokenAct, spokenStatement } from './words.ts';

interface DenyWords {
  readonly code: string;
  readonly docs: string;
  /** The condition is of this kind, for this request. */
  readonly when: (condition: Condition, value: ContextValue, request: RequestCase, lookedAt: LookedAt) => boolean;
  /** After "statement … denies ": what it denies, in plain words. */
  readonly denies: (condition: Condition, value: ContextValue) => string;
  readonly why: string;
  readonly help: string;
  /** What to do about the call itself, where the value of the key does not say it well enough. */
  readonly meet?: (condition: Condition) => string;
}

interface Meant extends Finding {
  readonly lookedAt: LookedAt;
  readonly condition: Condition;
}

/** A Deny of a kind that everybody writes: what it is for, and how a request gets past it as it was meant to. */
export function denyMeaning({ code: causeCode, docs, when, denies, why, help, meet }: DenyWords): Cause {
  return cause<Meant>({
    code: causeCode,
    docs,
    find: (request) =>
      matchingDenies(request).flatMap((lookedAt): Meant[] => {
        const condition = lookedAt.statement.conditions.find((one) =>
          when(one, contextValue(request.request.context, one.key), request, lookedAt),
        );
        if (condition === undefined) return [];
        return [{ layer: lookedAt.layer, role: 'background', trace: lookedAt.trace, lookedAt, condition }];
      }),
    explain: ({ lookedAt, condition }, { request }) => {
      const said = denies(condition, contextValue(request.context, condition.key));
      const { because } = matchConditions([condition], request.context, lookedAt.document.version);
      return {
        because: `${spokenStatement(lookedAt)} denies ${said}`,
        what: `${capitalized(spokenStatement(lookedAt))} denies ${said}, and so ${spokenAct(request)}`,
        why: `${why}. Here ${because}`,
        help,
        ...(meet === undefined ? {} : { meet: meet(condition) }),
      };
    },
    suggest: () => NO_CHANGES,
  });
}

/** The Denies that match or may, in layers in which they count. */
export function matchingDenies(request: RequestCase): readonly LookedAt[] {
  return request.lookedAt.filter(
    ({ trace, layer }) =>
      trace.effect === 'Deny' &&
      (trace.match === 'yes' || (trace.match === 'unknown' && request.evaluation.decision === 'undetermined')) &&
      layerOf(request, layer)?.outcomes.includes('explicitDeny') === true,
  );
}

/** A pattern for keys, whatever their case. */
export const isKey =
  (...names: readonly string[]) =>
  ({ key }: Condition): boolean =>
    names.some((name) => key.toLowerCase() === name.toLowerCase());

export const listedValues = ({ values }: Condition): string => values.slice(0, 3).map(code).join(', ');
