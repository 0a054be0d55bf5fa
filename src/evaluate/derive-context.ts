import type { Evidence } from '../evidence/evidence.ts';
import { actionHasConditionKey } from '../policy/service-actions.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { type ConditionContext, type ContextValue, contextValue } from '../request/condition-context.ts';
import { CALLER_KEY_FAMILIES, CALLER_KEYS } from './context-keys/caller-keys.ts';
import { KMS_KEYS } from './context-keys/kms-keys.ts';
import { NETWORK_KEYS } from './context-keys/network-keys.ts';
import { RESOURCE_KEY_FAMILIES, RESOURCE_KEYS } from './context-keys/resource-keys.ts';
import { ABSENT, type ContextFacts, type ContextRule } from './context-rule.ts';

const TABLES: readonly Readonly<Record<string, ContextRule>>[] = [KMS_KEYS, CALLER_KEYS, RESOURCE_KEYS, NETWORK_KEYS];

/** The first table that says anything of a key decides. */
const RULES: ReadonlyMap<string, readonly ContextRule[]> = new Map(
  TABLES.flatMap(Object.keys).map((key) => [key, TABLES.flatMap((table) => table[key] ?? [])]),
);
const FAMILIES: readonly (readonly [prefix: string, rule: ContextRule])[] = [
  ...CALLER_KEY_FAMILIES,
  ...RESOURCE_KEY_FAMILIES,
];

/**
 * The request's context with the keys that follow from the request itself, worked out when they are asked for: who calls,
 * whose resource it is, which keys cannot exist for this caller or action. A key that was given stays as it was given.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function deriveContext(
  { principal, action, resource, context }: AccessRequest,
  evidence: Evidence,
  resourceAccount: string | undefined,
): ConditionContext {
  const given = (key: string): ContextValue => contextValue(context, key);
  const facts: ContextFacts = { principal, action, resource, resourceAccount, evidence, given };
  return { ...context, keys: new DerivedKeys(context, facts) };
}

/** The same context with some keys set: one world of those that are unknown. */
export function contextWith(context: ConditionContext, changes: ReadonlyMap<string, ContextValue>): ConditionContext {
  return { ...context, keys: new ChangedKeys(context.keys, changes) };
}

/** A map of which only some entries are there yet; the others come when they are asked for. */
abstract class LazyKeys implements ReadonlyMap<string, ContextValue> {
  #known: Map<string, ContextValue> | undefined;

  protected abstract find(key: string): ContextValue | undefined;

  get(key: string): ContextValue | undefined {
    const known = this.#known?.get(key);
    if (known !== undefined) return known;
    const value = this.find(key);
    if (value !== undefined) this.#entries().set(key, value);
    return value;
  }

  #entries(): Map<string, ContextValue> {
    this.#known ??= new Map();
    return this.#known;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.#entries().size;
  }

  forEach(visit: (value: ContextValue, key: string, map: ReadonlyMap<string, ContextValue>) => void): void {
    for (const [key, value] of this.#entries()) visit(value, key, this);
  }

  entries(): MapIterator<[string, ContextValue]> {
    return this.#entries().entries();
  }

  keys(): MapIterator<string> {
    return this.#entries().keys();
  }

  values(): MapIterator<ContextValue> {
    return this.#entries().values();
  }

  [Symbol.iterator](): MapIterator<[string, ContextValue]> {
    return this.entries();
  }
}

class DerivedKeys extends LazyKeys {
  readonly #context: ConditionContext;
  readonly #facts: ContextFacts;

  constructor(context: ConditionContext, facts: ContextFacts) {
    super();
    this.#context = context;
    this.#facts = facts;
  }

  protected override find(key: string): ContextValue | undefined {
    const given = this.#context.keys.get(key);
    if (given !== undefined && given.kind !== 'unknown') return given;
    const derived = this.#follows(key);
    if (derived !== undefined && derived.kind !== 'unknown') return derived;
    // Who has an ARN shows one, whatever was said of keys that nobody gave.
    if (derived !== undefined && key === 'aws:principalarn') return derived;
    if (actionHasConditionKey(this.#facts.action, key) === false) return ABSENT;
    return contextValue(this.#context, key);
  }

  #follows(key: string): ContextValue | undefined {
    for (const rule of RULES.get(key) ?? []) {
      const value = rule(this.#facts);
      if (value !== undefined) return value;
    }
    return FAMILIES.find(([prefix]) => key.startsWith(prefix))?.[1](this.#facts);
  }
}

class ChangedKeys extends LazyKeys {
  readonly #base: ReadonlyMap<string, ContextValue>;
  readonly #changes: ReadonlyMap<string, ContextValue>;

  constructor(base: ReadonlyMap<string, ContextValue>, changes: ReadonlyMap<string, ContextValue>) {
    super();
    this.#base = base;
    this.#changes = changes;
  }

  protected override find(key: string): ContextValue | undefined {
    return this.#changes.get(key) ?? this.#base.get(key);
  }
}
