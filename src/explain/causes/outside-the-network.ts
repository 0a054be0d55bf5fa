import type { Condition } from '../../policy/policy-document.ts';
import { denyMeaning, isKey, listedValues } from '../deny-meaning.ts';

/** A Deny for whatever does not come through a certain VPC or endpoint. */
export const outsideTheNetwork = denyMeaning({
  code: 'outside-the-network',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html',
  when: (condition) =>
    isKey('aws:SourceVpce', 'aws:SourceVpc', 'aws:SourceVpcArn', 'aws:VpceAccount', 'aws:VpceOrgID')(condition) &&
    (/Not/.test(condition.operator) || asksForAbsence(condition)),
  denies: (condition) =>
    asksForAbsence(condition)
      ? 'whatever does not come through a VPC endpoint'
      : `whatever does not come by ${listedValues(condition)}`,
  why: 'The key is in a request only when it comes through a VPC endpoint: never from a laptop, the console, another network, or an AWS service that acts for the caller',
  help: 'Call from that network. For AWS services that act for the caller, the statement needs an exemption by `aws:ViaAWSService` or `aws:PrincipalIsAWSService`',
});

/** `Null` `true`: it holds where the key is not in the request. */
const asksForAbsence = ({ operator, values }: Condition) => operator === 'Null' && values.includes('true');
