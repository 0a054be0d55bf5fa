import { denyMeaning } from '../deny-meaning.ts';

/** Keys that may have several values in one request; the set operators are for them alone. */
const MULTIVALUED =
  /^(?:aws:(?:calledvia|tagkeys|principalservicenameslist|(?:principal|resource|source|vpce)orgpaths)|s3:requestobjecttagkeys)$/i;

/** A Deny with `ForAllValues:` on a key that is not in the request: it holds, and denies. */
export const forAllValuesOnSingleValue = denyMeaning({
  code: 'for-all-values-on-single-value',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
  // Negated operators hold for a missing key by themselves: there the prefix changes nothing.
  when: ({ operator, key }, value) =>
    /^ForAllValues:(?!.*Not)/i.test(operator) && !MULTIVALUED.test(key) && value.kind === 'absent',
  denies: ({ key, operator }) => `every request without \`${key}\`, by \`${operator}\``,
  why: '`ForAllValues:` holds when the key is not in the request at all, since then no value contradicts. It is for keys with several values; on one with a single value it matches more than it says',
  help: 'Leave `ForAllValues:` out, and say with `Null` what is meant for requests without the key',
});
