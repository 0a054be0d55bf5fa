import { matchPattern } from '../policy/match-pattern.ts';
import { expandAction, resourceTypesFor } from '../policy/service-actions.ts';

/** Whether an action works on resources of this form, as far as AWS's data say: GetObject on objects, not on buckets. */
export function actionFits(action: string, resource: string): boolean {
  const types = resourceTypesFor(action);
  return types.length === 0 || types.some(({ arn }) => matchPattern(arn, resource) && isSameDepth(arn, resource));
}

/** `arn:*:s3:::*`, the form of a bucket's ARN, matches objects by its wildcard; but a bucket's ARN has no slash. */
const isSameDepth = (form: string, resource: string) =>
  form.includes('/') || !form.endsWith(':s3:::*') || !resource.includes('/');

/** The actions that a statement names, those that can work on such a resource. */
export function fittingActions(patterns: readonly string[], resource: string): readonly string[] {
  return patterns.flatMap((pattern) => expandAction(pattern)).filter((action) => actionFits(action, resource));
}
