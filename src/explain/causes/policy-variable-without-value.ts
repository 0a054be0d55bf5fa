import { code } from '../../policy/words.ts';
import { contextValue } from '../../request/condition-context.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { matchingDenies } from '../deny-meaning.ts';
import { missedOnlyOn, nearMiss } from '../near-misses.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface Variable extends Finding {
  readonly lookedAt: LookedAt;
  readonly variable: string;
  readonly old: boolean;
}

/** A `${…}` that stands for nothing: in a policy of 2008 it is text, and a role has no user name. */
export const policyVariableWithoutValue = cause<Variable>({
  code: 'policy-variable-without-value',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html',
  find: (request) => [
    ...deniedByVariable(request),
    ...[...missedOnlyOn('resource', request), ...missedOnlyOn('condition', request)].flatMap((lookedAt) => {
      const variable = lostVariable(lookedAt, request);
      if (variable === undefined) return [];
      return [{ ...nearMiss(lookedAt, 0), variable, old: isOld(lookedAt) }];
    }),
  ],
  explain: ({ lookedAt, variable, old, role }, { request }) => {
    const shown = code(`\${${variable}}`);
    return {
      because: `${spokenStatement(lookedAt)} goes by ${shown}, which ${old ? 'is plain text in a policy of this version' : 'has no value in this request'}`,
      what: `${capitalized(spokenStatement(lookedAt))} ${role === 'nearMiss' ? `would allow ${spokenAct(request)}, but for` : `denies ${spokenAct(request)} by`} ${shown}`,
      why: old
        ? 'Variables are read only in policies with `"Version": "2012-10-17"`. This one has an older version or none, so the variable is taken to the letter'
        : `${shown} has no value in this request, so ${role === 'nearMiss' ? 'nothing matches' : 'nothing is equal to it, and a negated condition holds'}. ${code('aws:username')} is there for IAM users only; a role's session has ${code('aws:userid')} and its tags`,
      help: old
        ? 'Set `"Version": "2012-10-17"` in the policy, after looking at what its other statements then mean'
        : 'Use a variable that this kind of caller has, such as `${aws:PrincipalTag/…}`',
    };
  },
  suggest: () => NO_CHANGES,
});

const isOld = ({ document }: LookedAt) => document.version === '2008-10-17';

/** Denies that hold because nothing is equal to a variable without a value. */
function deniedByVariable(request: RequestCase): readonly Variable[] {
  return matchingDenies(request).flatMap((lookedAt): Variable[] => {
    const negated = lookedAt.statement.conditions.filter(({ operator }) => /Not/.test(operator));
    const variable = lostAmong(
      negated.flatMap(({ values }) => values),
      lookedAt,
      request,
    );
    if (variable === undefined || lookedAt.trace.match !== 'yes') return [];
    const { layer, trace } = lookedAt;
    return [{ layer, role: 'background', trace, lookedAt, variable, old: isOld(lookedAt) }];
  });
}

const VARIABLE = /\$\{([^}*?$,]+)(?:,[^}]*)?\}/g;

function lostVariable(lookedAt: LookedAt, request: RequestCase): string | undefined {
  const { resource = [], conditions } = lookedAt.statement;
  return lostAmong([...resource, ...conditions.flatMap(({ values }) => values)], lookedAt, request);
}

function lostAmong(texts: readonly string[], lookedAt: LookedAt, { request }: RequestCase): string | undefined {
  const names = texts.flatMap((text) => [...text.matchAll(VARIABLE)].map(([, name = '']) => name));
  if (isOld(lookedAt)) return names[0];
  return names.find((name) => contextValue(request.context, name).kind === 'absent');
}
