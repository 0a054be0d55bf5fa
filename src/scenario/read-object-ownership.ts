import type { AclGrant, ObjectOwnership } from '../evidence/evidence.ts';
import type { Unreadable } from '../evidence/reading.ts';
import { type Place, readFields, readList, readOneOf, readText } from './place.ts';
import { readUnreadable } from './read-policies.ts';

const MODES = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const;
const PERMISSIONS = ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'] as const;

export function readObjectOwnership(place: Place): ObjectOwnership | undefined {
  const fields = readFields(place, {
    mode: 'required',
    objectOwner: 'optional',
    bucketAcl: 'optional',
    objectAcl: 'optional',
  });
  const mode = fields?.mode && readOneOf(fields.mode, MODES);
  if (fields === undefined || mode === undefined) return undefined;
  const objectOwner = fields.objectOwner && readText(fields.objectOwner);
  const bucketAcl = fields.bucketAcl && readAcl(fields.bucketAcl);
  const objectAcl = fields.objectAcl && readAcl(fields.objectAcl);
  return {
    mode,
    ...(objectOwner === undefined ? {} : { objectOwner }),
    ...(bucketAcl === undefined ? {} : { bucketAcl }),
    ...(objectAcl === undefined ? {} : { objectAcl }),
  };
}

function readAcl(place: Place): readonly AclGrant[] | Unreadable {
  const unread = readUnreadable(place);
  if (unread !== undefined) return unread;
  return (readList(place) ?? []).flatMap((entry): readonly AclGrant[] => {
    const fields = readFields(entry, { grantee: 'required', permission: 'required' });
    const grantee = fields?.grantee && readText(fields.grantee);
    const permission = fields?.permission && readOneOf(fields.permission, PERMISSIONS);
    return grantee === undefined || permission === undefined ? [] : [{ grantee, permission }];
  });
}
