import { type DeclaredRead, READ_NAMES, READS, type ReadName, type Side } from './reads.ts';

const declared = (name: ReadName): DeclaredRead => READS[name];

/** The IAM action that a read needs, e.g. `s3:GetEncryptionConfiguration` for GetBucketEncryption. */
export function permissionOf(name: ReadName): string {
  return declared(name).needs ?? name;
}

/** The errors with which AWS says that there is none of what a read asks for. */
export const noneBy = (name: ReadName): readonly string[] => declared(name).none ?? [];

function actionsOf(side: Side): readonly string[] {
  const names = READ_NAMES.filter((name) => declared(name).sides.includes(side));
  return [...new Set(names.map(permissionOf))].sort();
}

/** Every IAM action that `collect` and `trail` may use, by the side of the account it is used in. */
export const DECLARED_PERMISSIONS: Readonly<Record<Side, readonly string[]>> = {
  hub: actionsOf('hub'),
  bucket: actionsOf('bucket'),
  principal: actionsOf('principal'),
  key: actionsOf('key'),
  endpoint: actionsOf('endpoint'),
  organization: actionsOf('organization'),
  trail: actionsOf('trail'),
};

/**
 * What an object can be looked at with, where that was opted in: HeadObject shows no content, but there is no permission
 * for it alone. https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export const LOOK_AT_OBJECT_PERMISSIONS: readonly string[] = ['s3:GetObject', 's3:GetObjectVersion'];

const ROLE_SIDES = ['bucket', 'principal', 'key', 'endpoint', 'trail'] as const satisfies readonly Side[];

/** What the diagnostic role of each account must allow, and nothing else. */
export const DIAGNOSTIC_ROLE_PERMISSIONS: readonly string[] = [
  ...new Set(ROLE_SIDES.flatMap((side) => DECLARED_PERMISSIONS[side])),
].sort();

/** What the reader of the organization must allow: by a delegation policy to the hub, or by a role in the management account. */
export const ORGANIZATION_READER_PERMISSIONS: readonly string[] = DECLARED_PERMISSIONS.organization;

/** With which a role in the management account also tells who changed the organization's policies: `trail` looks there. */
export const CHANGES_OF_POLICIES_PERMISSIONS: readonly string[] = [permissionOf('cloudtrail:LookupEvents')];
