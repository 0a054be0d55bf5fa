import type { AccessRequest } from '../request/access-request.ts';
import type { ConditionContext } from '../request/condition-context.ts';
import { contextValue } from '../request/condition-context.ts';
import { type Match, testCondition } from './compile-condition.ts';
import { type CompiledStatement, compileStatement, testAction, testResource } from './compile-statement.ts';
import { type ConditionsMatch, matchConditions } from './match-conditions.ts';
import { matchNotPrincipal } from './match-not-principal.ts';
import { matchPrincipal, type PrincipalMatch, type PrincipalNaming } from './match-principal.ts';
import type { PolicyVersion, Statement } from './policy-document.ts';
import { ATTACHED, actionBecause, resourceBecause, statementBecause, unknownResourceKeys } from './statement-words.ts';

/** The elements of a statement that can fail to match. */
export type StatementElement = 'principal' | 'action' | 'resource' | 'condition';

export interface ElementMatch {
  readonly match: Match;
  readonly because: string;
}

/** Words are made when they are asked for: most statements that are looked at are never read by anybody. */
export interface StatementMatch {
  readonly statement: Statement;
  readonly match: Match;
  /** Every element, also those after the first that failed. */
  readonly elements: Readonly<Record<StatementElement, ElementMatch>>;
  /** Every element that fails (match no) or is open (match unknown). */
  readonly failedOn: readonly StatementElement[];
  readonly because: string;
  /** Condition keys, as written, that must be known before the match is settled. Empty if it is settled. */
  readonly unknownKeys: readonly string[];
  /** How a Principal element names the caller, where it does or may. */
  readonly principalNamed?: PrincipalNaming | undefined;
}

export interface MatchOptions {
  readonly version: PolicyVersion;
  /** Policies without a Principal element: they speak of whoever they are attached to. */
  readonly ignorePrincipal?: boolean;
  /** Canonical user ids by account, as far as they are known. */
  readonly canonicalUserIds?: ReadonlyMap<string, string>;
}

/** Whether a statement applies to a request, element by element. */
export function matchStatement(statement: Statement, request: AccessRequest, options: MatchOptions): StatementMatch {
  return new LazyStatementMatch(compileStatement(statement, options.version), request, options);
}

function testAll(compiled: CompiledStatement, context: ConditionContext): Match {
  let match: Match = 'yes';
  for (const condition of compiled.conditions) {
    const holds = testCondition(condition, context);
    if (holds === 'no') return 'no';
    if (holds === 'unknown') match = 'unknown';
  }
  return match;
}

const NOT_ASKED: PrincipalMatch = { match: 'yes', because: ATTACHED };

/** A class so that its getters are shared by thousands of matches. Each settles its part once, when it is asked for. */
class LazyStatementMatch implements StatementMatch {
  readonly match: Match;
  readonly #compiled: CompiledStatement;
  readonly #request: AccessRequest;
  readonly #options: MatchOptions;
  #principal: PrincipalMatch | undefined;
  #conditions: ConditionsMatch | undefined;

  constructor(compiled: CompiledStatement, request: AccessRequest, options: MatchOptions) {
    this.#compiled = compiled;
    this.#request = request;
    this.#options = options;
    this.match = this.#settle();
  }

  get statement(): Statement {
    return this.#compiled.statement;
  }

  get elements(): Readonly<Record<StatementElement, ElementMatch>> {
    const { condition, principal } = { condition: this.#conditionsMatch(), principal: this.#principalMatch() };
    const action = testAction(this.#compiled, this.#request.action) ? 'yes' : 'no';
    const resource = testResource(this.#compiled, this.#request);
    return {
      principal: { match: principal.match, because: principal.because },
      action: { match: action, because: actionBecause(this.#compiled, this.#request, action) },
      resource: { match: resource, because: resourceBecause(this.#compiled, this.#request, resource) },
      condition: { match: condition.match, because: condition.because },
    };
  }

  get failedOn(): readonly StatementElement[] {
    if (this.match === 'yes') return [];
    const failed: StatementElement[] = [];
    if (this.#principalMatch().match === this.match) failed.push('principal');
    if (this.match === 'no' && !testAction(this.#compiled, this.#request.action)) failed.push('action');
    if (testResource(this.#compiled, this.#request) === this.match) failed.push('resource');
    if (testAll(this.#compiled, this.#request.context) === this.match) failed.push('condition');
    return failed;
  }

  get because(): string {
    return statementBecause(this.match, this.elements, this.failedOn, this.#compiled.conditions.length > 0);
  }

  get unknownKeys(): readonly string[] {
    if (this.match !== 'unknown') return [];
    const keys = new Set(this.#conditionsMatch().unknownKeys);
    const principal = this.#principalMatch();
    if (principal.match === 'unknown' && principal.how === 'federated') keys.add('aws:FederatedProvider');
    if (testResource(this.#compiled, this.#request) === 'unknown') {
      for (const key of unknownResourceKeys(this.#compiled, this.#request)) keys.add(key);
    }
    return [...keys];
  }

  get principalNamed(): PrincipalNaming | undefined {
    if (this.#options.ignorePrincipal === true) return undefined;
    const { match, how } = this.#principalMatch();
    return match === 'no' ? undefined : how;
  }

  /** In the order that settles most statements soonest. */
  #settle(): Match {
    if (!testAction(this.#compiled, this.#request.action)) return 'no';
    const resource = testResource(this.#compiled, this.#request);
    if (resource === 'no') return 'no';
    const condition = testAll(this.#compiled, this.#request.context);
    if (condition === 'no') return 'no';
    const principal = this.#principalMatch().match;
    if (principal === 'no') return 'no';
    return resource === 'unknown' || condition === 'unknown' || principal === 'unknown' ? 'unknown' : 'yes';
  }

  #principalMatch(): PrincipalMatch {
    this.#principal ??= this.#findPrincipal();
    return this.#principal;
  }

  #findPrincipal(): PrincipalMatch {
    const { principal, notPrincipal } = this.#compiled.statement;
    if (this.#options.ignorePrincipal === true) return NOT_ASKED;
    const { canonicalUserIds } = this.#options;
    const federatedProvider = contextValue(this.#request.context, 'aws:federatedprovider');
    const facts = canonicalUserIds === undefined ? { federatedProvider } : { federatedProvider, canonicalUserIds };
    if (principal !== undefined) return matchPrincipal(principal, this.#request.principal, facts);
    if (notPrincipal !== undefined) return matchNotPrincipal(notPrincipal, this.#request.principal, facts);
    return { match: 'no', because: 'it has no Principal, which a resource-based policy must have' };
  }

  #conditionsMatch(): ConditionsMatch {
    this.#conditions ??= matchConditions(
      this.#compiled.statement.conditions,
      this.#request.context,
      this.#compiled.version,
    );
    return this.#conditions;
  }
}
