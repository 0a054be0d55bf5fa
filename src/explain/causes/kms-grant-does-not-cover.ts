import type { KeyGrant } from '../../evidence/evidence.ts';
import { code, list } from '../../policy/words.ts';
import type { Principal } from '../../request/principal.ts';
import type { RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { lacksAllow } from '../near-misses.ts';
import { spokenAct } from '../words.ts';

interface OtherGrant extends Finding {
  readonly grant: KeyGrant;
  readonly operation: boolean;
}

/** A grant of the key names the caller, for another operation or another encryption context. */
export const kmsGrantDoesNotCover = cause<OtherGrant>({
  code: 'kms-grant-does-not-cover',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
  find: (request) => {
    if (!lacksAllow(request, 'keyPolicy')) return [];
    return grantsOf(request).map((grant): OtherGrant => {
      const operation = grant.operations.some(
        (name) => `kms:${name}`.toLowerCase() === request.request.action.toLowerCase(),
      );
      return { layer: 'keyPolicy', role: 'nearMiss', closeness: operation ? 0 : 1, grant, operation };
    });
  },
  explain: ({ grant, operation }, { request }) => {
    const context = { ...grant.constraints?.EncryptionContextSubset, ...grant.constraints?.EncryptionContextEquals };
    const asked = Object.entries(context).map(([key, value]) => `${key}=${value}`);
    const { SourceArn: source } = grant.constraints ?? {};
    const limits = [
      ...(asked.length === 0 ? [] : [`for the encryption context ${list(asked)} only, which S3 does not send here`]),
      ...(source === undefined ? [] : [`only for what is done on behalf of ${code(source)} (\`aws:SourceArn\`)`]),
    ];
    const but = operation ? limits.join(', and ') : `for ${list(grant.operations)} only`;
    return {
      because: `a grant of the KMS key lets the caller use it ${but}`,
      what: `A grant of the key would allow ${spokenAct(request)}, but it is ${but}`,
      why:
        operation && asked.length > 0
          ? "S3 gives KMS the object's ARN as `aws:s3:arn`, and with a Bucket Key the bucket's: a grant for single objects covers nothing once the Bucket Key is on"
          : 'A grant allows the operations that it lists, and no others. Reading needs `Decrypt`, writing `GenerateDataKey`, uploads in parts need both',
      help: `Have a grant made that covers it (\`aws kms create-grant\`, operation ${code(request.action.replace(/^kms:/, ''))}), or allow it in the key policy`,
    };
  },
  suggest: () => NO_CHANGES,
});

function grantsOf({ request, evidence: { keyPolicy } }: RequestCase): readonly KeyGrant[] {
  if (keyPolicy.kind !== 'found' || 'kind' in keyPolicy.value.grants) return [];
  const names = namesOf(request.principal);
  return keyPolicy.value.grants.filter(({ granteePrincipal }) => names.includes(granteePrincipal));
}

function namesOf(principal: Principal): readonly string[] {
  if (principal.kind === 'service') return [principal.service];
  if (principal.kind === 'anonymous') return [];
  return principal.kind === 'role' && principal.sessionArn !== undefined
    ? [principal.arn, principal.sessionArn]
    : [principal.arn];
}
