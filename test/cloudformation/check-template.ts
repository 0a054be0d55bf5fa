import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { PropertyType, ResourceProperties, SpecDatabase } from '@aws-cdk/service-spec-types';
import { checkReferences } from './check-references.ts';
import { isIntrinsic, isObject } from './intrinsic.ts';
import type { Template } from './template.ts';

let loading: Promise<SpecDatabase> | undefined;
const loadSpec = (): Promise<SpecDatabase> => {
  loading ??= loadAwsServiceSpec();
  return loading;
};

/**
 * What CloudFormation would refuse: types and properties that do not exist, required ones that are missing, values of the
 * wrong kind, references to nothing, resources that wait for each other.
 */
export async function checkTemplate(template: Template): Promise<readonly string[]> {
  const spec = await loadSpec();
  const attributes = new Map<string, readonly string[]>();
  const complaints = Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
    if (resource === undefined) return [`${id}: there is no type ${Type}`];
    attributes.set(id, Object.keys(resource.attributes));
    return checkProperties(spec, id, resource.properties, Properties);
  });
  return [...complaints, ...checkReferences(template, attributes)];
}

function checkProperties(
  spec: SpecDatabase,
  at: string,
  known: ResourceProperties,
  given: Readonly<Record<string, unknown>>,
): readonly string[] {
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required === true && !(name in given))
    .map(([name]) => `${at}: ${name} is missing`);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = known[name];
    if (property === undefined) return [`${at}: there is no property ${name}`];
    const types = [property.type, ...(property.previousTypes ?? [])];
    return anyOf(types.map((type) => checkValue(spec, `${at}.${name}`, type, value)));
  });
  return [...missing, ...wrong];
}

/** No complaint if one of the alternatives has none; otherwise those of the first. */
const anyOf = (alternatives: readonly (readonly string[])[]): readonly string[] =>
  alternatives.some((complaints) => complaints.length === 0) ? [] : (alternatives[0] ?? []);

function checkValue(spec: SpecDatabase, at: string, type: PropertyType, value: unknown): readonly string[] {
  if (isIntrinsic(value)) return [];
  const is = (good: boolean): readonly string[] => (good ? [] : [`${at}: ${JSON.stringify(value)} is no ${type.type}`]);
  switch (type.type) {
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((element, index) => checkValue(spec, `${at}[${index}]`, type.element, element))
        : is(false);
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, element]) => checkValue(spec, `${at}.${key}`, type.element, element))
        : is(false);
    case 'ref':
      return isObject(value)
        ? checkProperties(spec, at, spec.get('typeDefinition', type.reference).properties, value)
        : is(false);
    case 'union':
      return anyOf(type.types.map((one) => checkValue(spec, at, one, value)));
    case 'json':
      return is(isObject(value) || Array.isArray(value) || typeof value === 'string');
    case 'tag':
      return is(isObject(value) && 'Key' in value && 'Value' in value);
    case 'string':
      return type.allowedValues === undefined || type.allowedValues.some((allowed) => allowed === value)
        ? is(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        : [`${at}: ${JSON.stringify(value)} is none of ${type.allowedValues.join(', ')}`];
    case 'date-time':
      return is(typeof value === 'string');
    case 'boolean':
      return is(typeof value === 'boolean');
    case 'integer':
    case 'number':
      return is(typeof value === 'number');
    case 'null':
      return is(value === null);
  }
}
