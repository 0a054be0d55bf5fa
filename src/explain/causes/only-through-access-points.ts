import { denyMeaning, isKey, listedValues } from '../deny-meaning.ts';

/** A Deny for whatever does not come through an access point. */
export const onlyThroughAccessPoints = denyMeaning({
  code: 'only-through-access-points',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html',
  when: (condition) =>
    isKey('s3:DataAccessPointAccount', 's3:DataAccessPointArn', 's3:AccessPointNetworkOrigin')(condition) &&
    /Not/.test(condition.operator),
  denies: (condition) =>
    `whatever does not come through an access point (\`${condition.key}\` ${listedValues(condition)})`,
  why: 'The key is in a request only when the bucket is reached through an access point; a request to the bucket itself has none',
  meet: () => "Call through the access point, by its ARN or its alias in place of the bucket's name",
  help: "Call through the access point, by its ARN or its alias in place of the bucket's name",
});
