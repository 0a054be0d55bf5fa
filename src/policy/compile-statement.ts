import type { AccessRequest } from '../request/access-request.ts';
import { type CompiledCondition, compileCondition, type Match } from './compile-condition.ts';
import { compilePattern, type Matches, wildcards } from './match-pattern.ts';
import type { PolicyVersion, Statement } from './policy-document.ts';
import { afterFifthColon, parseTemplate, resolveTemplate, staticTokens, type Template } from './policy-variables.ts';

/** One entry of Resource or NotResource. */
export type CompiledResource =
  | { readonly kind: 'fixed'; readonly text: string; readonly matches: Matches }
  | { readonly kind: 'variable'; readonly text: string; readonly template: Template };

/** A statement taken apart once, to be matched against many requests. */
export interface CompiledStatement {
  readonly statement: Statement;
  readonly version: PolicyVersion;
  /** Matchers of lower-case action names. */
  readonly actions: readonly { readonly text: string; readonly matches: Matches }[];
  readonly resources: readonly CompiledResource[];
  readonly conditions: readonly CompiledCondition[];
}

const COMPILED: Record<PolicyVersion, WeakMap<Statement, CompiledStatement>> = {
  '2008-10-17': new WeakMap(),
  '2012-10-17': new WeakMap(),
};

/** Each statement is compiled once for as long as it lives. */
export function compileStatement(statement: Statement, version: PolicyVersion): CompiledStatement {
  const known = COMPILED[version].get(statement);
  if (known !== undefined) return known;
  const compiled: CompiledStatement = {
    statement,
    version,
    actions: (statement.action ?? statement.notAction ?? []).map((text) => ({ text, matches: compileAction(text) })),
    resources: (statement.resource ?? statement.notResource ?? []).map((text) => compileResource(text, version)),
    conditions: statement.conditions.map((condition) => compileCondition(condition, version)),
  };
  COMPILED[version].set(statement, compiled);
  return compiled;
}

/** Action names are compared without regard to case; the matcher takes them in lower case. */
const compileAction = (text: string): Matches => compilePattern(wildcards(text.toLowerCase()));

/**
 * A Resource is compared as a whole ARN: `*` also stands for `/` and, at the end of a part, for `:`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function compileResource(text: string, version: PolicyVersion): CompiledResource {
  const template = parseTemplate(text, {
    variables: version === '2012-10-17',
    wildcards: true,
    variablesFrom: afterFifthColon(text),
  });
  if (template.variables.length > 0) return { kind: 'variable', text, template };
  return { kind: 'fixed', text, matches: compilePattern(staticTokens(template)) };
}

export function testAction({ statement, actions }: CompiledStatement, action: string): boolean {
  const name = action.toLowerCase();
  for (const pattern of actions) if (pattern.matches(name)) return statement.action !== undefined;
  return statement.action === undefined && statement.notAction !== undefined;
}

/** The entry of Action or NotAction that covers an action, as written. */
export function actionEntry({ actions }: CompiledStatement, action: string): string | undefined {
  const name = action.toLowerCase();
  return actions.find((pattern) => pattern.matches(name))?.text;
}

/** A variable that has no value names no resource, in NotResource as in Resource. */
export function testResource({ statement, resources }: CompiledStatement, request: AccessRequest): Match {
  let unknown = false;
  for (const resource of resources) {
    const match = testResourceEntry(resource, request);
    if (match === 'yes') return statement.resource !== undefined ? 'yes' : 'no';
    if (match === 'unknown') unknown = true;
  }
  if (unknown) return 'unknown';
  return statement.resource === undefined && statement.notResource !== undefined ? 'yes' : 'no';
}

export function testResourceEntry(resource: CompiledResource, request: AccessRequest): Match {
  if (resource.kind === 'fixed') return resource.matches(request.resource) ? 'yes' : 'no';
  const resolved = resolveTemplate(resource.template, request.context);
  if (resolved.kind === 'unknown') return 'unknown';
  return resolved.kind === 'tokens' && compilePattern(resolved.tokens)(request.resource) ? 'yes' : 'no';
}

/** Lower-case keys that a statement reads: in its conditions, and as variables in condition values and resources. */
export function conditionKeysOf(statement: Statement, version: PolicyVersion): readonly string[] {
  const { conditions, resources } = compileStatement(statement, version);
  const keys = new Set<string>();
  for (const { key, variables } of conditions) for (const name of [key, ...variables]) keys.add(name.toLowerCase());
  for (const resource of resources) {
    if (resource.kind === 'variable') for (const key of resource.template.variables) keys.add(key.toLowerCase());
  }
  return [...keys];
}
