import { denyMeaning, listedValues } from '../deny-meaning.ts';

/** A Deny for uploads that do not carry the ACL it asks for. */
export const aclHeaderRequired = denyMeaning({
  code: 'acl-header-required',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  when: ({ key, operator }) => /^s3:x-amz-(?:acl|grant-.*)$/i.test(key) && /Not/i.test(operator),
  denies: (condition) => `uploads that do not carry the ACL ${listedValues(condition)}`,
  why: 'The key is in the request only if the uploader sends the header. Where Object Ownership is `BucketOwnerEnforced`, the statement is not needed: the bucket owner owns every upload',
  meet: (condition) => `Send \`${condition.key.replace(/^s3:/i, '')}: ${condition.values[0] ?? ''}\` with the upload`,
  help: 'Send the header with the upload',
});
