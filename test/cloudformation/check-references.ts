import { type Reference, referencesIn } from './intrinsic.ts';
import type { Resource, Template } from './template.ts';

const PSEUDO_PARAMETER = /^AWS::(AccountId|NoValue|NotificationARNs|Partition|Region|StackId|StackName|URLSuffix)$/;

/** References to what is not there, parameters and conditions that nothing uses, and circles of resources. */
export function checkReferences(
  template: Template,
  attributes: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const { Resources, Parameters, Conditions, Outputs } = template;
  const places = [...Object.entries(Resources), ...Object.entries(Outputs), ...Object.entries(Conditions)];
  const used = new Set<string>();
  const dangling = places.flatMap(([place, content]) =>
    referencesOf(content).flatMap((reference) => {
      used.add(reference.id);
      return isThere(template, attributes, reference) ? [] : [`${place}: refers to ${JSON.stringify(reference)}`];
    }),
  );
  const unused = [...Object.keys(Parameters), ...Object.keys(Conditions)]
    .filter((name) => !used.has(name))
    .map((name) => `${name}: nothing uses it`);
  return [...dangling, ...unused, ...circles(Resources)];
}

const isResource = (content: unknown): content is Resource =>
  typeof content === 'object' && content !== null && 'Type' in content && 'Properties' in content;

function referencesOf(content: unknown): readonly Reference[] {
  if (!isResource(content)) return referencesIn(content);
  const condition: readonly Reference[] =
    content.Condition === undefined ? [] : [{ kind: 'condition', id: content.Condition }];
  const after = [content.DependsOn ?? []].flat().map((id): Reference => ({ kind: 'ref', id }));
  return [...referencesIn(content.Properties), ...condition, ...after];
}

function isThere(
  { Resources, Parameters, Conditions }: Template,
  attributes: ReadonlyMap<string, readonly string[]>,
  reference: Reference,
): boolean {
  switch (reference.kind) {
    case 'ref':
      return reference.id in Resources || reference.id in Parameters || PSEUDO_PARAMETER.test(reference.id);
    case 'attribute':
      return attributes.get(reference.id)?.includes(reference.attribute) === true;
    case 'condition':
      return reference.id in Conditions;
  }
}

/** Resources that need each other before either can be made. */
function circles(resources: Template['Resources']): readonly string[] {
  const needs = (id: string): readonly string[] => {
    const resource = resources[id];
    return resource === undefined
      ? []
      : referencesOf(resource)
          .map((reference) => reference.id)
          .filter((other) => other in resources);
  };
  const finished = new Set<string>();
  const walk = (id: string, path: readonly string[]): readonly string[] => {
    if (path.includes(id)) return [`${[...path.slice(path.indexOf(id)), id].join(' needs ')}`];
    if (finished.has(id)) return [];
    const found = needs(id).flatMap((next) => walk(next, [...path, id]));
    finished.add(id);
    return found;
  };
  return Object.keys(resources).flatMap((id) => walk(id, []));
}
