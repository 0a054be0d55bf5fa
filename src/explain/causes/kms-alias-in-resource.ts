import { code } from '../../policy/words.ts';
import { cause } from '../cause.ts';
import { grantChanges } from '../grant-changes.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

interface ByAlias extends NearMiss {
  readonly alias: string;
}

/** The Resource is the ARN of a key's alias, which stands for the alias and not for the key. */
export const kmsAliasInResource = cause<ByAlias>({
  code: 'kms-alias-in-resource',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html',
  find: (request) =>
    request.request.action.startsWith('kms:')
      ? missedOnlyOn('resource', request).flatMap((lookedAt) => {
          const alias = lookedAt.statement.resource?.find((resource) =>
            /^arn:[^:]+:kms:[^:]*:[^:]*:alias\//.test(resource),
          );
          return alias === undefined ? [] : [{ ...nearMiss(lookedAt, 0), alias }];
        })
      : [],
  explain: ({ lookedAt, alias }, { request }) => ({
    because: `${spokenStatement(lookedAt)} allows it on the alias ${code(alias)}, which does not stand for its key`,
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but its Resource is the alias ${code(alias)}`,
    why: 'In a Resource the ARN of an alias means the alias itself, not the key that it points to; an alias can be pointed to another key',
    help: `Name the key, ${code(request.resource)}, or allow by the condition ${code('kms:ResourceAliases')}`,
  }),
  suggest: ({ lookedAt }, request) => grantChanges(lookedAt.layer, request),
});
