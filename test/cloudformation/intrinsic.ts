export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{ Ref: … }`, `{ Condition: … }` or `{ 'Fn::…': … }`, and nothing beside it. */
export const isIntrinsic = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && /^(Ref|Condition|Fn::\w+)$/.test(Object.keys(value)[0] ?? '');

export type Reference =
  | { readonly kind: 'ref'; readonly id: string }
  | { readonly kind: 'attribute'; readonly id: string; readonly attribute: string }
  | { readonly kind: 'condition'; readonly id: string };

/** Everything that a value refers to: Ref, Fn::GetAtt, Fn::If, and the `${…}` of Fn::Sub. */
export function referencesIn(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const nested = Object.values(value).flatMap(referencesIn);
  if (!isIntrinsic(value)) return nested;
  const [[name, argument] = []] = Object.entries(value);
  if (name === 'Ref' && typeof argument === 'string') return [{ kind: 'ref', id: argument }];
  if (name === 'Condition' && typeof argument === 'string') return [{ kind: 'condition', id: argument }];
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) {
    const [id, attribute] = argument.map(String);
    return [{ kind: 'attribute', id: id ?? '', attribute: attribute ?? '' }];
  }
  if (name === 'Fn::If' && Array.isArray(argument)) return [{ kind: 'condition', id: String(argument[0]) }, ...nested];
  if (name === 'Fn::Sub') return [...nested, ...substituted(argument)];
  return nested;
}

function substituted(argument: unknown): readonly Reference[] {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isObject(given) ? Object.keys(given) : [];
  return [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !own.includes(name))
    .map((name) => {
      const [id = '', ...attribute] = name.split('.');
      return attribute.length === 0 ? { kind: 'ref', id } : { kind: 'attribute', id, attribute: attribute.join('.') };
    });
}
