import { denyMeaning } from '../deny-meaning.ts';

/** A Deny that goes by tags of the caller, the bucket or the object. */
export const tagCondition = denyMeaning({
  code: 'tag-condition',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html',
  when: ({ key }) =>
    /^(?:aws:(?:principal|resource|request)tag|s3:(?:existingobject|requestobject|bucket)tag)\//i.test(key),
  denies: ({ key }) => `by the tag \`${key.slice(key.indexOf('/') + 1)}\``,
  why: 'Tags of a bucket count only while attribute-based access control is switched on for it; tags of a session are those that were passed when the role was assumed, and those of the role',
  meet: ({ key, values, operator }) =>
    /Not/.test(operator) && values.length > 0 && !values.some((value) => value.includes('${'))
      ? `Set the tag \`${key.slice(key.indexOf('/') + 1)}\` to ${values.map((value) => `\`${value}\``).join(' or ')}`
      : `Set the tag \`${key.slice(key.indexOf('/') + 1)}\` to what the statement lets through`,
  help: 'Set the tag that the statement asks for, on what the key names: the role or user, the bucket, the object, or the request',
});
