export type Effect = 'Allow' | 'Deny';

/** The version of the policy language; a document that names none is of 2008-10-17, which has no policy variables. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

export interface PolicyDocument {
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
  /** The JSON the document came from, as AWS returned it: what a diff is made of. */
  readonly source: unknown;
  /** The text AWS returned, where it was text: formatting and order are kept in diffs. */
  readonly text?: string;
}

export interface Statement {
  /** Place in the document's Statement array, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: Effect;
  readonly principal?: PrincipalElement;
  readonly notPrincipal?: PrincipalElement;
  readonly action?: readonly string[];
  readonly notAction?: readonly string[];
  readonly resource?: readonly string[];
  readonly notResource?: readonly string[];
  readonly conditions: readonly Condition[];
}

/** `"*"` is kept apart from `{"AWS": "*"}` only by `everyone`: AWS reads the two alike. */
export type PrincipalEntry =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'aws'; readonly value: string }
  | { readonly kind: 'service'; readonly value: string }
  | { readonly kind: 'federated'; readonly value: string }
  | { readonly kind: 'canonicalUser'; readonly value: string };
export type PrincipalElement = readonly PrincipalEntry[];

/** One operator applied to one key. */
export interface Condition {
  /** As written, e.g. `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** As written, e.g. `aws:SourceVpce`. */
  readonly key: string;
  readonly values: readonly string[];
}
