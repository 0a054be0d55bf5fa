import { isKnownAction } from '../policy/service-actions.ts';
import { editDistance } from './edit-distance.ts';

interface Related {
  /** Allowed. */
  readonly relative: RegExp;
  /** Asked for. */
  readonly action: RegExp;
  readonly why: string;
}

/**
 * Actions that are taken to be in one another and are not; the first row that fits counts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const RELATED: readonly Related[] = [
  {
    relative: /^s3:(?:Get|Put|Delete)Object(?:Acl|Tagging)?$/i,
    action: /^s3:(?:Get|Put|Delete)ObjectVersion(?:Acl|Tagging)?$/i,
    why: 'A request that names a version of the object needs the action for versions; the one for objects does not contain it',
  },
  {
    relative: /^s3:PutObject$/i,
    action: /^s3:PutObject(?:Tagging|Acl|Retention|LegalHold)$/i,
    why: 'An upload that sends tags, an ACL or a lock with it needs the action for that as well as PutObject',
  },
  {
    relative: /^s3:PutObject$/i,
    action: /^s3:(?:AbortMultipartUpload|ListMultipartUploadParts|ListBucketMultipartUploads)$/i,
    why: 'Uploading in parts needs only PutObject; listing the parts and giving up an upload have actions of their own',
  },
  {
    relative: /^s3:GetObject$/i,
    action: /^s3:GetObject(?:Tagging|Acl|Attributes|Retention|LegalHold|Torrent)$/i,
    why: "GetObject is for the object's data; its tags, ACL and other attributes have actions of their own",
  },
  {
    relative: /^s3:(?:GetObject|PutObject)$/i,
    action: /^s3:ListBucket$/i,
    why: '`aws s3 ls`, `sync` and `cp --recursive` list the bucket first, which is another action, on the bucket itself',
  },
  {
    relative: /^s3:(?:ListAllMyBuckets|ListBucketVersions)$/i,
    action: /^s3:ListBucket$/i,
    why: 'Listing the objects of a bucket is ListBucket; listing the buckets, or the versions, is another action',
  },
  {
    relative: /^kms:(?:Encrypt|GenerateDataKey)$/i,
    action: /^kms:Decrypt$/i,
    why: 'Reading, and completing an upload in parts, need Decrypt',
  },
  {
    relative: /^kms:(?:Decrypt|Encrypt)$/i,
    action: /^kms:GenerateDataKey$/i,
    why: 'S3 asks KMS for a data key to encrypt an object with: that is GenerateDataKey, not Encrypt',
  },
];

/** The allowed action that somebody may have taken for the one asked for, and in what the two differ. */
export function relativeOf(
  action: string,
  allowed: readonly string[],
): { readonly relative: string; readonly why: string } | undefined {
  for (const relative of allowed) {
    const row = RELATED.find((related) => related.action.test(action) && related.relative.test(relative));
    if (row !== undefined) return { relative, why: row.why };
  }
  const unknown = allowed.find((relative) => isMisspelt(relative, action));
  if (unknown === undefined) return undefined;
  return { relative: unknown, why: `AWS has no action of that name; the API's name is not always the action's` };
}

/** Calls of the API that are no actions: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const API_NAMES: Readonly<Record<string, string>> = {
  's3:listobjects': 's3:listbucket',
  's3:listobjectsv2': 's3:listbucket',
  's3:headbucket': 's3:listbucket',
  's3:headobject': 's3:getobject',
  's3:copyobject': 's3:putobject',
  's3:uploadpart': 's3:putobject',
  's3:createmultipartupload': 's3:putobject',
  's3:completemultipartupload': 's3:putobject',
  's3:deleteobjects': 's3:deleteobject',
};

function isMisspelt(allowed: string, action: string): boolean {
  if (/[*?]/.test(allowed) || isKnownAction(allowed) !== false) return false;
  const name = allowed.toLowerCase();
  return API_NAMES[name] === action.toLowerCase() || editDistance(name, action.toLowerCase(), 2) <= 2;
}
