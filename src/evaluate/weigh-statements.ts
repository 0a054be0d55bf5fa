import type { AttachedPolicy } from '../evidence/evidence.ts';
import type { Unreadable } from '../evidence/reading.ts';
import type { PrincipalNaming } from '../policy/match-principal.ts';
import { matchStatement, type StatementMatch } from '../policy/match-statement.ts';
import type { PolicyVersion, Statement } from '../policy/policy-document.ts';
import type { AccessRequest } from '../request/access-request.ts';
import type { StatementElement, StatementTrace } from './evaluation.ts';

/** A statement held against the request as far as it is known. */
export interface WeighedStatement {
  readonly statement: Statement;
  readonly version: PolicyVersion;
  readonly request: AccessRequest;
  readonly ignorePrincipal: boolean;
  readonly match: StatementMatch;
  /** A Deny with NotPrincipal, read as AWS reads it for callers who have a permissions boundary: it is for everyone. */
  readonly forBounded: StatementMatch | null;
  readonly trace: StatementTrace;
}

export interface WeighOptions {
  readonly request: AccessRequest;
  /** Policies without Principal: they speak of whoever they are attached to. */
  readonly ignorePrincipal: boolean;
  readonly target?: string;
}

export interface WeighedPolicies {
  readonly statements: readonly WeighedStatement[];
  readonly unreadable: readonly Unreadable[];
}

/** Every statement of the policies, held against the request; documents that could not be read are beside them. */
export function weighStatements(policies: readonly AttachedPolicy[], options: WeighOptions): WeighedPolicies {
  const statements: WeighedStatement[] = [];
  const unreadable: Unreadable[] = [];
  for (const policy of policies) {
    const { document } = policy;
    if ('kind' in document) unreadable.push(document);
    else
      for (const statement of document.statements) statements.push(weigh(policy, statement, document.version, options));
  }
  return { statements, unreadable };
}

function weigh(
  policy: AttachedPolicy,
  statement: Statement,
  version: PolicyVersion,
  { request, ignorePrincipal, target }: WeighOptions,
): WeighedStatement {
  const match = matchStatement(statement, request, { version, ignorePrincipal });
  const forBounded =
    statement.effect === 'Deny' && statement.notPrincipal !== undefined && !ignorePrincipal
      ? matchStatement(statement, request, { version, ignorePrincipal: true })
      : null;
  const trace = new LazyTrace(policy, target, statement, match);
  return { statement, version, request, ignorePrincipal, match, forBounded, trace };
}

/** Says of a statement what it came to; the words are made when they are read. */
class LazyTrace implements StatementTrace {
  readonly policy: string;
  declare readonly policyArn?: string;
  declare readonly target?: string;
  declare readonly sid?: string;
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly match: 'yes' | 'no' | 'unknown';
  readonly #match: StatementMatch;

  constructor(policy: AttachedPolicy, target: string | undefined, statement: Statement, match: StatementMatch) {
    this.policy = policy.name;
    if (policy.arn !== undefined) this.policyArn = policy.arn;
    if (target !== undefined) this.target = target;
    if (statement.sid !== undefined) this.sid = statement.sid;
    this.index = statement.index;
    this.effect = statement.effect;
    this.match = match.match;
    this.#match = match;
  }

  get failedOn(): readonly StatementElement[] {
    return this.#match.failedOn;
  }

  get because(): string {
    return this.#match.because;
  }

  get unknownKeys(): readonly string[] {
    return this.#match.unknownKeys;
  }

  toJSON(): StatementTrace {
    return { ...this, failedOn: this.failedOn, because: this.because, unknownKeys: this.unknownKeys };
  }
}

/** How a statement that matches names the caller; everyone, for one that is attached to the caller. */
export const namingOf = ({ match }: WeighedStatement): PrincipalNaming => match.principalNamed ?? 'everyone';
