/** What is known of one condition key for one request. */
export type ContextValue =
  | { readonly kind: 'known'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** The request context that conditions and policy variables read. Keys are lower case: AWS ignores the case of key names. */
export interface ConditionContext {
  readonly keys: ReadonlyMap<string, ContextValue>;
  /** What a key that is not in `keys` is. */
  readonly otherKeys: 'unknown' | 'absent';
  /** Families of keys, e.g. `s3:requestobjecttag/`, lower case: a member that is not in `keys` is absent. */
  readonly absentFamilies?: readonly string[];
}

/** The value of a key, whatever its case; never undefined. */
export function contextValue(context: ConditionContext, key: string): ContextValue {
  const name = key.toLowerCase();
  const value = context.keys.get(name);
  if (value !== undefined) return value;
  if (context.absentFamilies?.some((family) => name.startsWith(family)) === true) return { kind: 'absent' };
  return { kind: context.otherKeys };
}
