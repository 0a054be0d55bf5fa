import { code } from '../../policy/words.ts';
import { contextValue } from '../../request/condition-context.ts';
import { type LookedAt, layerOf } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { lacksAllow } from '../near-misses.ts';
import { isSourceIpBehindEndpoint } from '../special-conditions.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';
import { failedConditions } from './condition-failed.ts';

interface BehindEndpoint extends Finding {
  readonly lookedAt: LookedAt;
}

/** A statement goes by `aws:SourceIp`, and the request came through a VPC endpoint, where there is none. */
export const sourceIpBehindVpcEndpoint = cause<BehindEndpoint>({
  code: 'source-ip-behind-vpc-endpoint',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip',
  find: (request) =>
    request.lookedAt.flatMap((lookedAt): BehindEndpoint[] => {
      const { trace, layer, statement } = lookedAt;
      if (!statement.conditions.some(({ key }) => isSourceIpBehindEndpoint(key, request))) return [];
      if (trace.effect === 'Deny') {
        const denies = trace.match === 'yes' && layerOf(request, layer)?.outcomes.includes('explicitDeny') === true;
        return denies ? [{ layer, role: 'background', trace, lookedAt }] : [];
      }
      const failed = failedConditions(lookedAt, request).some(({ key }) => isSourceIpBehindEndpoint(key, request));
      const alone = trace.match === 'no' && trace.failedOn.length === 1;
      return failed && alone && lacksAllow(request, layer)
        ? [{ layer, role: 'nearMiss', closeness: 0, onCondition: spokenStatement(lookedAt), lookedAt }]
        : [];
    }),
  explain: ({ lookedAt }, { request }) => {
    const endpoint = contextValue(request.context, 'aws:SourceVpce');
    const through = endpoint.kind === 'known' ? code(endpoint.values.join(', ')) : 'a VPC endpoint';
    const deny = lookedAt.trace.effect === 'Deny';
    return {
      because: `${spokenStatement(lookedAt)} ${deny ? 'denies' : 'allows'} by ${code('aws:SourceIp')}, which a request through a VPC endpoint does not have`,
      what: `${capitalized(spokenStatement(lookedAt))} goes by ${code('aws:SourceIp')}, and ${spokenAct(request)} came through ${through}`,
      why: `A request through a VPC endpoint has ${code('aws:SourceVpce')} and ${code('aws:SourceVpc')} but no ${code('aws:SourceIp')}${deny ? ', and a negated condition also holds for a key that is not there' : ''}`,
      help: deny
        ? `Let the statement also ask that ${code('aws:SourceVpce')} is not ${through}, if that endpoint is meant to be let in`
        : `Allow the endpoint in a statement of its own, by ${code('aws:SourceVpce')} ${through}`,
    };
  },
  suggest: () => NO_CHANGES,
});
