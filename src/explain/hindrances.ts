import type { Layer } from '../evidence/layers.ts';
import { policiesOf } from '../evidence/policies-of.ts';
import { contextValue } from '../request/condition-context.ts';
import type { Case } from './case.ts';
import type { ChangePlan, Draft } from './change-plan.ts';
import { generatedBy } from './generated-by.ts';
import type { PolicyPlace } from './policy-change.ts';
import { type Fit, fitOf } from './policy-size.ts';

/** What stands between a change that was evaluated and AWS's taking it. */
export interface Hindrances {
  /** Why AWS would not take the document, or may not; null if it would. */
  readonly refused: string | null;
  /** What writes the document, so that a change by hand is lost; null if nobody but people, as far as is known. */
  readonly generated: string | null;
  readonly fit: Fit;
}

/** What hinders one change of a plan. */
export function hindrances({ place, text, document, requests }: Draft, plan: ChangePlan, whole: Case): Hindrances {
  const after = plan.after.requests.find(({ index }) => requests.includes(index));
  const fit = fitOf(place, text, document.source, after);
  const tooLarge = 'because' in fit ? fit.because : null;
  return {
    refused: tooLarge ?? (IN_IAM.has(place.layer) ? strangeCharacter(text) : null),
    generated: generatedBy(place, { trail: whole.trail, tags: tagsAt(place, whole) }),
    fit,
  };
}

const IN_IAM: ReadonlySet<Layer> = new Set(['identityPolicies', 'permissionsBoundary', 'sessionPolicies']);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function strangeCharacter(text: string): string | null {
  const [found] = /[^\t\n\r\u0020-\u00ff]/u.exec(text) ?? [];
  return found === undefined
    ? null
    : `IAM takes no character beyond U+00FF in a policy, and this one has \`${found}\`; \`?\` stands for one character in a Resource, and for others like it as well`;
}

/** The tags of a managed policy itself, and of what another document hangs on: the caller, or the bucket. */
function tagsAt({ layer, target }: PolicyPlace, { requests, collected }: Case): ReadonlyMap<string, string> {
  if (layer === 'bucketPolicy' || layer === 'blockPublicAccess') {
    const tags = collected.settings?.tags;
    // The settings are of the bucket that was named, not of the one that is copied from.
    const isNamed = target.endsWith(`:${collected.bucket}`);
    return new Map(tags?.kind === 'found' && isNamed ? Object.entries(tags.value) : []);
  }
  const managed = requests
    .flatMap(({ evidence }) => policiesOf(layer, evidence))
    .find(({ policy: { arn, tags } }) => arn === target && tags !== undefined);
  if (managed?.policy.tags !== undefined) return new Map(Object.entries(managed.policy.tags));
  const [asked] = requests;
  if (layer !== 'identityPolicies' || asked === undefined) return new Map();
  const { principal, context } = asked.request;
  if (!('arn' in principal) || principal.arn !== target) return new Map();
  return new Map(
    [...context.keys.keys()].flatMap((key) => {
      const value = contextValue(context, key);
      const tag = /^aws:principaltag\/(?<tag>.+)$/i.exec(key)?.groups?.tag;
      return tag === undefined || value.kind !== 'known' ? [] : [[tag, value.values[0] ?? ''] as const];
    }),
  );
}
