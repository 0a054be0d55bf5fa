import { code, list } from '../../policy/words.ts';
import { cause, NO_CHANGES } from '../cause.ts';
import { missedOnlyOn, type NearMiss, nearMiss } from '../near-misses.ts';
import { isServiceOnlyKey } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';
import { failedConditions } from './condition-failed.ts';

interface ServiceKey extends NearMiss {
  readonly keys: readonly string[];
}

/** `aws:SourceAccount` or `aws:SourceArn` in an Allow for a role or user: the key is never there, so it never matches. */
export const serviceKeyInAllow = cause<ServiceKey>({
  code: 'service-key-in-allow',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount',
  find: (request) =>
    missedOnlyOn('condition', request).flatMap((lookedAt) => {
      const keys = failedConditions(lookedAt, request)
        .map(({ key }) => key)
        .filter((key) => isServiceOnlyKey(key, request));
      return keys.length === 0 ? [] : [{ ...nearMiss(lookedAt, 0), keys }];
    }),
  explain: ({ lookedAt, keys }, { request }) => ({
    because: `${spokenStatement(lookedAt)} asks for ${list(keys)}, which no request of a role or user has`,
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)}, but asks for ${list(keys)}`,
    why: `${list(keys)} is in a request only when an AWS service calls on behalf of a resource; a role or user never has it, so this Allow never matches`,
    help: `Use ${code('aws:PrincipalAccount')}, ${code('aws:PrincipalArn')} or ${code('aws:PrincipalOrgID')} to say who may call`,
  }),
  suggest: () => NO_CHANGES,
});
