import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand as CreateOrganizationPolicyCommand,
  DetachPolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  type PolicyType,
} from '@aws-sdk/client-organizations';
import {
  CreateBucketCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { type AccountClients, REGION } from './account-clients.ts';

export const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
export const allow = (Action: string | readonly string[], Resource: string): object => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/** An id that AWS always gives. */
export const needed = (text: string | undefined): string => {
  if (text === undefined) throw new Error('moto left out an id');
  return text;
};

/** What an account's role may do, by its inline policy; and its managed policies, made for it. */
export interface RoleSetup {
  readonly inline?: string;
  readonly managed?: Readonly<Record<string, string>>;
  readonly path?: string;
  /** The document of its permissions boundary. */
  readonly boundary?: string;
}

export async function createRole({ iam, account }: AccountClients, name: string, setup: RoleSetup): Promise<string> {
  const trust = policy({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' });
  const { path: Path = '/', boundary } = setup;
  const made =
    boundary === undefined
      ? undefined
      : await iam.send(new CreatePolicyCommand({ PolicyName: `${name}-boundary`, PolicyDocument: boundary }));
  const limited = made === undefined ? {} : { PermissionsBoundary: needed(made.Policy?.Arn) };
  const role = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, Path, ...limited }),
  );
  if (setup.inline !== undefined) {
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'Inline', PolicyDocument: setup.inline }));
  }
  for (const [PolicyName, PolicyDocument] of Object.entries(setup.managed ?? {})) {
    const made = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: needed(made.Policy?.Arn) }));
  }
  return needed(role.Role?.Arn);
}

/** As AWS makes buckets since 2023, with an object in it. */
export async function createBucket({ s3 }: AccountClients, Bucket: string, key: string, text?: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: all }));
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: 'content that nobody reads' }));
  if (text !== undefined) await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text }));
}

export interface OrganizationSetup {
  readonly root: string;
  readonly unit: string;
  /** Accounts by the names they were asked for. */
  readonly accounts: Readonly<Record<'apps' | 'data' | 'sandbox', string>>;
}

/** An organization with SCPs and RCPs on, three accounts, and one of them, `sandbox`, in a unit of its own. */
export async function createOrganization({ organizations }: AccountClients): Promise<OrganizationSetup> {
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const roots = await organizations.send(new ListRootsCommand({}));
  const root = needed(roots.Roots?.[0]?.Id);
  for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] satisfies PolicyType[]) {
    await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType }));
  }
  const account = async (AccountName: string) => {
    const Email = `${AccountName}@example.com`;
    const created = await organizations.send(new CreateAccountCommand({ AccountName, Email }));
    return needed(created.CreateAccountStatus?.AccountId);
  };
  const unit = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'sandboxes' }));
  const accounts = { apps: await account('apps'), data: await account('data'), sandbox: await account('sandbox') };
  const DestinationParentId = needed(unit.OrganizationalUnit?.Id);
  await organizations.send(
    new MoveAccountCommand({ AccountId: accounts.sandbox, SourceParentId: root, DestinationParentId }),
  );
  return { root, unit: DestinationParentId, accounts };
}

export async function attachPolicy(
  { organizations }: AccountClients,
  Type: PolicyType,
  TargetId: string,
  Name: string,
  Content: string,
): Promise<void> {
  const made = await organizations.send(
    new CreateOrganizationPolicyCommand({ Type, Name, Description: Name, Content }),
  );
  await organizations.send(new AttachPolicyCommand({ PolicyId: needed(made.Policy?.PolicySummary?.Id), TargetId }));
}

export const detachPolicy = ({ organizations }: AccountClients, TargetId: string, PolicyId: string) =>
  organizations.send(new DetachPolicyCommand({ TargetId, PolicyId }));
