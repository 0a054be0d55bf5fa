import type { Layer } from '../evidence/layers.ts';
import { policiesOf } from '../evidence/policies-of.ts';
import { list } from '../policy/words.ts';
import { layerOf, type RequestCase } from './case.ts';
import { type Cause, cause, type Finding } from './cause.ts';
import { grantChanges, levelsWithoutAllow } from './grant-changes.ts';
import { guardrailOwner } from './guardrails.ts';
import { capitalized, spokenAct, spokenCaller, spokenPolicy, THE, VERBS } from './words.ts';

interface LimitWords {
  readonly code: string;
  readonly docs: string;
  readonly layer: Layer;
  /** Why such a layer must allow although it grants nothing. */
  readonly why: string;
}

/** A layer that grants nothing but must allow, and does not: boundary, session policy, SCP, endpoint policy. */
export function limitWithoutAllow({ code: causeCode, docs, layer, why }: LimitWords): Cause {
  return cause<Finding>({
    code: causeCode,
    docs,
    find: (request) => {
      const evaluation = layerOf(request, layer);
      // Another level that could not be read may deny as well; that this one does not allow is certain.
      const lacks = evaluation?.outcomes.includes('implicitDeny') === true && !evaluation.outcomes.includes('allow');
      if (evaluation?.blocking !== true || !lacks) return [];
      return [{ layer, role: 'blocker' }];
    },
    explain: (_finding, rc) => {
      const { request } = rc;
      const said = layerOf(rc, layer)?.because ?? '';
      const subject = subjectOf(layer, rc);
      return {
        because: `${subject} ${VERBS[layer].the.does} not allow it`,
        what: `${capitalized(subject)} ${VERBS[layer].the.does} not allow ${spokenAct(request)} to ${spokenCaller(request.principal)}`,
        why: said === '' ? why : `${why}. ${capitalized(said)}`,
        help: `Ask ${guardrailOwner(layer, null) ?? 'its owner'} to allow exactly ${spokenAct(request)}`,
      };
    },
    suggest: (_finding, request) => grantChanges(layer, request),
  });
}

/** The layer, by the policy's name where there is one only, by the levels where there are several. */
function subjectOf(layer: Layer, rc: RequestCase): string {
  if (layer === 'serviceControlPolicies') return `the SCPs at ${list(levelsWithoutAllow(rc))}`;
  const [policy, ...others] = policiesOf(layer, rc.evidence);
  const named = layer === 'permissionsBoundary' || layer === 'vpcEndpointPolicy';
  return policy === undefined || others.length > 0 || !named ? THE[layer] : spokenPolicy(layer, policy.policy.name);
}
