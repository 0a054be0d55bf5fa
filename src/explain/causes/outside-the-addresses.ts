import { contextValue } from '../../request/condition-context.ts';
import { denyMeaning, isKey, listedValues } from '../deny-meaning.ts';

/** A Deny for addresses outside an allow-list. */
export const outsideTheAddresses = denyMeaning({
  code: 'outside-the-addresses',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html',
  when: (condition, _value, { request }) =>
    isKey('aws:SourceIp')(condition) &&
    condition.operator.startsWith('NotIpAddress') &&
    contextValue(request.context, 'aws:SourceVpce').kind !== 'known',
  denies: (condition) => `whatever does not come from ${listedValues(condition)}`,
  why: '`aws:SourceIp` is the public address that AWS sees. A service that acts for the caller shows its own address, and a request through a VPC endpoint shows none',
  help: 'Call from one of these addresses. For AWS services that act for the caller, the statement needs an exemption by `aws:ViaAWSService`',
});
