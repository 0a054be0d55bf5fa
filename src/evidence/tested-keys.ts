import type { Evidence } from './evidence.ts';
import { LAYERS } from './layers.ts';
import { policiesOf } from './policies-of.ts';

/** The condition keys that some policy of the evidence tests or puts into a variable, in lower case. */
export function testedKeys(evidence: Evidence): ReadonlySet<string> {
  const keys = new Set<string>();
  const variablesIn = (texts: readonly string[]) => {
    for (const text of texts) for (const [, key = ''] of text.matchAll(VARIABLE)) keys.add(key.toLowerCase());
  };
  for (const { policy } of LAYERS.flatMap((layer) => policiesOf(layer, evidence))) {
    if ('kind' in policy.document) continue;
    for (const { conditions, resource = [], notResource = [] } of policy.document.statements) {
      for (const { key } of conditions) keys.add(key.toLowerCase());
      variablesIn([...resource, ...notResource, ...conditions.flatMap(({ values }) => values)]);
    }
  }
  return keys;
}

const VARIABLE = /\$\{\s*([^,}]+?)\s*[,}]/g;
