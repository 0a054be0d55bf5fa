import type { AccessRequest } from '../request/access-request.ts';
import { contextValue } from '../request/condition-context.ts';
import type { Match } from './compile-condition.ts';
import { actionEntry, type CompiledStatement, testResourceEntry } from './compile-statement.ts';
import type { ElementMatch, StatementElement } from './match-statement.ts';
import { resolveTemplate } from './policy-variables.ts';
import { code, list } from './words.ts';

export function actionBecause(compiled: CompiledStatement, request: AccessRequest, match: Match): string {
  const action = code(request.action);
  const { statement, actions } = compiled;
  const hit = actionEntry(compiled, request.action);
  const texts = actions.map(({ text }) => text);
  if (statement.action !== undefined) {
    if (hit !== undefined) return `its Action ${code(hit)} covers ${action}`;
    return texts.length === 0 ? 'its Action names nothing' : `its Action is ${list(texts)}, the request is ${action}`;
  }
  if (statement.notAction === undefined) return 'it has no Action';
  return match === 'yes'
    ? `its NotAction does not name ${action}`
    : `its NotAction ${code(hit ?? '')} leaves ${action} out`;
}

/** Says what stands in the way, and where a Resource all but fits: a bucket for its objects, another case, a variable. */
export function resourceBecause(compiled: CompiledStatement, request: AccessRequest, match: Match): string {
  const { statement, resources } = compiled;
  const arn = code(request.resource);
  const hit = resources.find((resource) => testResourceEntry(resource, request) === 'yes');
  const texts = resources.map(({ text }) => text);
  if (match === 'unknown') {
    return `whether ${list(texts)} is ${arn} depends on ${list(unknownResourceKeys(compiled, request))}, not known`;
  }
  if (statement.resource === undefined) {
    if (statement.notResource === undefined) return 'it has no Resource';
    return match === 'yes'
      ? `its NotResource does not name ${arn}`
      : `its NotResource ${code(hit?.text ?? '')} leaves ${arn} out`;
  }
  if (hit !== undefined) return `its Resource ${code(hit.text)} covers ${arn}`;
  if (texts.length === 0) return 'its Resource names nothing';
  const near = resources
    .map((resource) => nearMiss(resource.text, request.resource))
    .find((words) => words !== undefined);
  const noValue = resources.flatMap((resource) => {
    const resolved = resource.kind === 'variable' ? resolveTemplate(resource.template, request.context) : undefined;
    return resolved?.kind === 'noValue' ? [resolved.key] : [];
  })[0];
  const why =
    near ?? (noValue === undefined ? undefined : `\`\${${noValue}}\` has no value in the request, so it names nothing`);
  return `its Resource is ${list(texts)}, the request is for ${arn}${why === undefined ? '' : `: ${why}`}`;
}

function nearMiss(pattern: string, resource: string): string | undefined {
  if (resource.startsWith(`${pattern}/`)) return `${code(pattern)} is the bucket, not the objects in it`;
  if (pattern === `${resource}/*`) return `${code(pattern)} stands for the objects, not for the bucket itself`;
  if (pattern.toLowerCase() === resource.toLowerCase()) return 'resources are case-sensitive';
  return undefined;
}

/** Keys of the variables in Resource that are not known, as written. */
export function unknownResourceKeys({ resources }: CompiledStatement, { context }: AccessRequest): readonly string[] {
  const keys = resources.flatMap((resource) => (resource.kind === 'variable' ? resource.template.variables : []));
  return [...new Set(keys.filter((key) => contextValue(context, key).kind === 'unknown'))];
}

/** Why a policy without Principal is for the caller. */
export const ATTACHED = 'it is attached to the caller';

const SPOKEN: Record<StatementElement, string> = {
  principal: 'the principal',
  action: 'the action',
  resource: 'the resource',
  condition: 'the conditions',
};

export function statementBecause(
  match: Match,
  elements: Readonly<Record<StatementElement, ElementMatch>>,
  failedOn: readonly StatementElement[],
  conditional: boolean,
): string {
  if (match === 'yes') {
    const { principal, action, resource, condition } = elements;
    const named = principal.because === ATTACHED ? [] : [principal.because];
    return [...named, action.because, resource.because, ...(conditional ? [condition.because] : [])].join('; ');
  }
  const reasons = failedOn.map((element) => elements[element].because).join('; ');
  const [only] = failedOn;
  if (failedOn.length !== 1 || only === undefined) return reasons;
  return match === 'no' ? `all fits but ${SPOKEN[only]}: ${reasons}` : reasons;
}
