import { code } from '../../policy/words.ts';
import type { Case, LookedAt, RequestCase } from '../case.ts';
import { cause, type Finding } from '../cause.ts';
import { grantChanges } from '../grant-changes.ts';
import { missedOnlyOn, nearMiss } from '../near-misses.ts';
import { nearestResource, RESOURCE_CLOSENESS } from '../resource-near-miss.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface OtherKey extends Finding {
  /** An Allow that is for another key. */
  readonly lookedAt: LookedAt | null;
  /** The other key: that of the statement, or the bucket's default; null: the default needs no KMS key. */
  readonly key: string | null;
}

/** An object keeps the key it was encrypted with: the bucket's present default says nothing of it. */
export const objectUnderAnotherKey = cause<OtherKey>({
  code: 'object-under-another-key',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html',
  find: (request, whole) => {
    if (!/^kms:(?:Decrypt|ReEncryptFrom)$/i.test(request.request.action)) return [];
    const near = missedOnlyOn('resource', request).flatMap((lookedAt): OtherKey[] => {
      const nearest = nearestResource(lookedAt.statement.resource ?? [], request.request.resource);
      if (nearest?.miss !== 'otherKey') return [];
      return [{ ...nearMiss(lookedAt, RESOURCE_CLOSENESS.otherKey), lookedAt, key: nearest.pattern }];
    });
    return [...near, ...byDefault(request, whole)];
  },
  explain: ({ lookedAt, key }, { request }) => {
    const own = code(request.resource);
    const other = key === null ? 'no KMS key' : code(key);
    return {
      because:
        lookedAt === null
          ? `the object is encrypted with the KMS key ${own}, and not with the bucket's present default, ${other}`
          : `${spokenStatement(lookedAt)} allows it on ${other}, and the object is encrypted with the KMS key ${own}`,
      what:
        lookedAt === null
          ? `The object is encrypted with ${own}; the bucket's default is ${other} now`
          : `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but for ${other}, which is another key`,
      why: 'An object keeps the key that it was encrypted with. When the default of the bucket changes, only new objects get the new key: the default tells nothing of an object that is there already',
      help: `Allow ${code(request.action)} on ${own} as well; or encrypt the object anew with the present key, by copying it onto itself as somebody who may read it`,
    };
  },
  suggest: ({ lookedAt }, request) => (lookedAt === null ? [] : grantChanges(lookedAt.layer, request)),
});

/** What was read of the bucket and of the object: two keys. */
function byDefault({ request, evaluation }: RequestCase, { collected: { facts } }: Case): readonly OtherKey[] {
  const keys = facts?.keys;
  if (evaluation.decision !== 'deny' || keys === undefined || keys.object !== request.resource) return [];
  if (keys.bucketDefault === keys.object) return [];
  return [{ layer: 'keyPolicy', role: 'background', lookedAt: null, key: keys.bucketDefault }];
}
