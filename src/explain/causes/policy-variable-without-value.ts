import { code } from '../../policy/words.ts';
import { contextValue } from '../../request/condition-context.ts';
import type { LookedAt, RequestCase } from '../case.ts';
import { cause, NO_CHANGES } from '../cause.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface Variable extends NearMiss {
  readonly variable: string;
  readonly old: boolean;
}

/** A `${…}` that stands for nothing: in a policy of 2008 it is text, and a role has no user name. */
export const policyVariableWithoutValue = cause<Variable>({
  code: 'policy-variable-without-value',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html',
  find: (request) =>
    [...missedOnlyOn('resource', request), ...missedOnlyOn('condition', request)].flatMap((lookedAt) => {
      const variable = lostVariable(lookedAt, request);
      if (variable === undefined) return [];
      return [{ ...nearMiss(lookedAt, 0), variable, old: lookedAt.document.version === '2008-10-17' }];
    }),
  explain: ({ lookedAt, variable, old }, { request }) => {
    const shown = code(`\${${variable}}`);
    return {
      because: `${spokenStatement(lookedAt)} goes by ${shown}, which ${old ? 'is plain text in a policy of this version' : 'has no value in this request'}`,
      what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but for ${shown}`,
      why: old
        ? 'Variables are read only in policies with `"Version": "2012-10-17"`. This one has an older version or none, so the variable is taken to the letter'
        : `${shown} has no value in this request, so nothing matches. ${code('aws:username')} is there for IAM users only; a role's session has ${code('aws:userid')} and its tags`,
      help: old
        ? 'Set `"Version": "2012-10-17"` in the policy, after looking at what its other statements then mean'
        : 'Use a variable that this kind of caller has, such as `${aws:PrincipalTag/…}`',
    };
  },
  suggest: () => NO_CHANGES,
});

const VARIABLE = /\$\{([^}*?$,]+)(?:,[^}]*)?\}/g;

function lostVariable({ statement, document }: LookedAt, { request }: RequestCase): string | undefined {
  const texts = [...(statement.resource ?? []), ...statement.conditions.flatMap(({ values }) => values)];
  const names = texts.flatMap((text) => [...text.matchAll(VARIABLE)].map(([, name = '']) => name));
  if (document.version === '2008-10-17') return names[0];
  return names.find((name) => contextValue(request.context, name).kind === 'absent');
}
