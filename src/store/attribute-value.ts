import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './store.ts';

type Attributes = Record<string, AttributeValue>;

function toAttributeValue(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) };
  if (typeof value === 'object') return { M: toAttributes(Object.entries(value)) };
  throw new TypeError(`a store item cannot hold a ${typeof value}`);
}

const toAttributes = (entries: readonly (readonly [string, unknown])[]): Attributes =>
  Object.fromEntries(
    entries.filter(([, value]) => value !== undefined).map(([name, value]) => [name, toAttributeValue(value)]),
  );

function fromAttributeValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(fromAttributeValue);
  if (value.M !== undefined) return fromItemAttributes(value.M);
  return null;
}

/** DynamoDB's form of an item of JSON values. Throws a TypeError for a value that JSON cannot carry. */
export const toItemAttributes = (item: Item): Attributes => toAttributes(Object.entries(item));

export const fromItemAttributes = (attributes: Attributes): Item =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttributeValue(value)]));
