import type { Inputs } from '../../src/collect/inputs.ts';

const Bucket = 'amzn-s3-demo-bucket';
const Key = 'myfoto.jpg';
const AccountId = '444455556666';
const Name = 'finance';
const RoleName = 'reports';
const UserName = 'anna';
const GroupName = 'analysts';
const PolicyName = 'Read';
const PolicyArn = 'arn:aws:iam::444455556666:policy/Read';
const KeyId = 'arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Something to ask each read for, so that it goes over the wire. */
export const INPUTS: Inputs = {
  's3:HeadBucket': { Bucket },
  's3:ListBuckets': {},
  's3:GetBucketPolicy': { Bucket },
  's3:GetBucketPolicyStatus': { Bucket },
  's3:GetPublicAccessBlock': { Bucket },
  's3:GetBucketOwnershipControls': { Bucket },
  's3:GetBucketAcl': { Bucket },
  's3:GetObjectAcl': { Bucket, Key },
  's3:GetBucketEncryption': { Bucket },
  's3:ListObjectsV2': { Bucket },
  's3:GetBucketRequestPayment': { Bucket },
  's3:GetBucketVersioning': { Bucket },
  's3:GetObjectLockConfiguration': { Bucket },
  's3:GetBucketAbac': { Bucket },
  's3:GetBucketTagging': { Bucket },
  's3:GetObjectTagging': { Bucket, Key },
  's3:GetObjectRetention': { Bucket, Key },
  's3:GetObjectLegalHold': { Bucket, Key },
  's3:HeadObject': { Bucket, Key },
  's3control:GetPublicAccessBlock': { AccountId },
  's3control:GetAccessPoint': { AccountId, Name },
  's3control:GetAccessPointPolicy': { AccountId, Name },
  's3control:GetAccessPointPolicyStatus': { AccountId, Name },
  's3control:ListAccessPoints': { AccountId },
  'iam:GetRole': { RoleName },
  'iam:ListRolePolicies': { RoleName },
  'iam:GetRolePolicy': { RoleName, PolicyName },
  'iam:ListAttachedRolePolicies': { RoleName },
  'iam:GetPolicy': { PolicyArn },
  'iam:GetPolicyVersion': { PolicyArn, VersionId: 'v1' },
  'iam:GetUser': { UserName },
  'iam:ListUserPolicies': { UserName },
  'iam:GetUserPolicy': { UserName, PolicyName },
  'iam:ListAttachedUserPolicies': { UserName },
  'iam:ListGroupsForUser': { UserName },
  'iam:ListGroupPolicies': { GroupName },
  'iam:GetGroupPolicy': { GroupName, PolicyName },
  'iam:ListAttachedGroupPolicies': { GroupName },
  'iam:GetInstanceProfile': { InstanceProfileName: 'web' },
  'iam:SimulatePrincipalPolicy': {
    PolicySourceArn: 'arn:aws:iam::444455556666:role/reports',
    ActionNames: ['s3:GetObject'],
  },
  'lambda:GetFunctionConfiguration': { FunctionName: 'export' },
  'ec2:DescribeInstances': { InstanceIds: ['i-0a1b2c3d'] },
  'kms:DescribeKey': { KeyId },
  'kms:GetKeyPolicy': { KeyId },
  'kms:ListGrants': { KeyId },
  'kms:ListAliases': { KeyId },
  'kms:ListResourceTags': { KeyId },
  'ec2:DescribeVpcEndpoints': { VpcEndpointIds: ['vpce-1a2b3c4d'] },
  'organizations:DescribeOrganization': {},
  'organizations:DescribeEffectivePolicy': { PolicyType: 'S3_POLICY' },
  'organizations:ListRoots': {},
  'organizations:DescribeAccount': { AccountId },
  'organizations:ListAccounts': {},
  'organizations:ListParents': { ChildId: AccountId },
  'organizations:ListPoliciesForTarget': { TargetId: AccountId, Filter: 'SERVICE_CONTROL_POLICY' },
  'organizations:DescribePolicy': { PolicyId: 'p-examplepolicyid111' },
  'cloudtrail:LookupEvents': {},
  'cloudtrail:DescribeTrails': {},
  'cloudtrail:GetEventSelectors': { TrailName: 'objects' },
  'sts:AssumeRole': { RoleArn: 'arn:aws:iam::444455556666:role/S3AccessDiagnostics', RoleSessionName: 's3-403' },
  'sts:GetCallerIdentity': {},
};
