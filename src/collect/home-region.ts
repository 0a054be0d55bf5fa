/** Where a partition answers for IAM and Organizations, which know no regions. */
interface HomeRegions {
  readonly iam: string;
  readonly organizations: string;
}

const AWS: HomeRegions = { iam: 'us-east-1', organizations: 'us-east-1' };
// https://docs.aws.amazon.com/general/latest/gr/iam-service.html and ao.html
const HOME_REGIONS: Readonly<Record<string, HomeRegions>> = {
  'aws-cn': { iam: 'cn-north-1', organizations: 'cn-northwest-1' },
  'aws-us-gov': { iam: 'us-gov-west-1', organizations: 'us-gov-west-1' },
  'aws-eusc': { iam: 'eusc-de-east-1', organizations: 'eusc-de-east-1' },
  'aws-iso': { iam: 'us-iso-east-1', organizations: 'us-iso-east-1' },
  'aws-iso-b': { iam: 'us-isob-east-1', organizations: 'us-isob-east-1' },
  'aws-iso-e': { iam: 'eu-isoe-west-1', organizations: 'eu-isoe-west-1' },
  'aws-iso-f': { iam: 'us-isof-south-1', organizations: 'us-isof-south-1' },
};

/** The region in which a partition's IAM (and CloudTrail's record of it) or Organizations is asked. */
export function homeRegion(partition: string, service: keyof HomeRegions = 'iam'): string {
  return (HOME_REGIONS[partition] ?? AWS)[service];
}
