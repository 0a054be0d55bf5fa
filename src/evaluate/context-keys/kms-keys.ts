import { parseArn } from '../../request/arn.ts';
import { principalAccount } from '../../request/principal.ts';
import { type ContextFacts, type ContextRule, dnsSuffix, known } from '../context-rule.ts';

const isKms = ({ action }: ContextFacts): boolean => action.toLowerCase().startsWith('kms:');

/** S3 asks KMS with the caller's identity, over TLS, in the key's region. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
const forKms =
  (value: (facts: ContextFacts) => string | undefined): ContextRule =>
  (facts) => {
    const text = isKms(facts) ? value(facts) : undefined;
    return text === undefined ? undefined : known(text);
  };

const s3 = (facts: ContextFacts): string => `s3.${dnsSuffix(facts)}`;
const region = ({ resource }: ContextFacts): string | undefined => {
  const named = parseArn(resource)?.region;
  return named === '' ? undefined : named;
};

export const KMS_KEYS: Readonly<Record<string, ContextRule>> = {
  'kms:viaservice': forKms((facts) => {
    const ofKey = region(facts);
    return ofKey === undefined ? undefined : `s3.${ofKey}.${dnsSuffix(facts)}`;
  }),
  'kms:calleraccount': forKms(({ principal }) => principalAccount(principal)),
  'aws:requestedregion': forKms(region),
  'aws:securetransport': forKms(() => 'true'),
  'aws:viaawsservice': forKms(({ principal }) => (principal.kind === 'service' ? 'false' : 'true')),
  'aws:calledvia': forKms(s3),
  'aws:calledviafirst': forKms(s3),
  'aws:calledvialast': forKms(s3),
};
