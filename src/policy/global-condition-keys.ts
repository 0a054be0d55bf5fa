import { conditionKeyType } from './service-actions.ts';

/**
 * Global keys that can hold several values in one request; every other `aws:` key holds one. The services' own keys are in
 * the generated data. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const MULTI_VALUED: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
]);

/** Whether a key can hold several values in one request: such keys want ForAllValues or ForAnyValue, and are no variables. */
export function isMultiValuedKey(key: string): boolean {
  const name = key.toLowerCase();
  return MULTI_VALUED.has(name) || conditionKeyType(name)?.multiValued === true;
}

const BOOLEAN: ReadonlySet<string> = new Set([
  'aws:ismcpserviceaction',
  'aws:multifactorauthpresent',
  'aws:principalisawsservice',
  'aws:securetransport',
  'aws:viaawsmcpservice',
  'aws:viaawsservice',
]);

/** Whether a key holds `true` or `false` and nothing else, whichever operator tests it. */
export function isBooleanKey(key: string): boolean {
  const name = key.toLowerCase();
  return BOOLEAN.has(name) || conditionKeyType(name)?.type === 'Bool';
}
