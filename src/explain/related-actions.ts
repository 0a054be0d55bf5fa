import { matchPattern } from '../policy/match-pattern.ts';
import { isKnownAction } from '../policy/service-actions.ts';
import { editDistance } from './edit-distance.ts';

interface Related {
  /** Allowed. */
  readonly relatives: readonly string[];
  /** Asked for. */
  readonly action: RegExp;
  readonly why: string;
}

const VERSIONS =
  'A request that names a version of the object needs the action for versions; the one for objects does not contain it';
const LISTS =
  '`aws s3 ls`, `sync` and `cp --recursive` list the bucket first, which is another action, on the bucket itself';

/**
 * Actions that are taken to be in one another and are not; the first row that fits counts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const RELATED: readonly Related[] = [
  ...['', 'Acl', 'Tagging', 'Attributes'].flatMap((part) =>
    ['Get', 'Put', 'Delete'].map((verb) => ({
      relatives: [`s3:${verb}Object${part}`, `s3:${verb}Object`],
      action: new RegExp(`^s3:${verb}ObjectVersion${part}$`, 'i'),
      why: VERSIONS,
    })),
  ),
  {
    relatives: ['s3:PutObject'],
    action: /^s3:PutObject(?:Tagging|Acl|Retention|LegalHold)$/i,
    why: 'An upload that sends tags, an ACL or a lock with it needs the action for that as well as PutObject',
  },
  {
    relatives: ['s3:PutObject'],
    action: /^s3:(?:AbortMultipartUpload|ListMultipartUploadParts|ListBucketMultipartUploads)$/i,
    why: 'Uploading in parts needs only PutObject; listing the parts and giving up an upload have actions of their own',
  },
  {
    relatives: ['s3:GetObject'],
    action: /^s3:GetObject(?:Tagging|Acl|Attributes|Retention|LegalHold|Torrent)$/i,
    why: "GetObject is for the object's data; its tags, ACL and other attributes have actions of their own. A copy takes the tags of its source along",
  },
  { relatives: ['s3:GetObject', 's3:PutObject'], action: /^s3:ListBucket$/i, why: LISTS },
  {
    relatives: ['s3:ListAllMyBuckets', 's3:ListBucketVersions'],
    action: /^s3:ListBucket$/i,
    why: 'Listing the objects of a bucket is ListBucket; listing the buckets, or the versions, is another action',
  },
  {
    relatives: ['s3:ListBucket'],
    action: /^s3:(?:ListBucketVersions|ListBucketMultipartUploads|ListAllMyBuckets|GetBucketLocation)$/i,
    why: 'ListBucket is for the objects of a bucket. Its versions, its uploads in parts, its region, and the list of all buckets have actions of their own',
  },
  {
    relatives: ['s3:PutObject'],
    action: /^s3:DeleteObject$/i,
    why: '`aws s3 mv`, `rm` and `sync --delete` delete as well, which PutObject does not contain',
  },
  {
    relatives: ['s3:DeleteObjectVersion', 's3:DeleteObject', 's3:PutObjectRetention'],
    action: /^s3:BypassGovernanceRetention$/i,
    why: 'A version under governance retention takes BypassGovernanceRetention as well as the action itself, and the header that asks for it',
  },
  {
    relatives: ['s3:GetObject'],
    action: /^s3:RestoreObject$/i,
    why: 'Restoring an archived object is an action of its own, beside reading it',
  },
  {
    relatives: ['s3:PutObject', 's3:DeleteObject'],
    action: /^s3:GetObject$/i,
    why: 'A copy reads its source, and a write or delete with `If-Match` reads the object that is there: both need GetObject',
  },
  {
    relatives: ['kms:Encrypt', 'kms:GenerateDataKey'],
    action: /^kms:Decrypt$/i,
    why: 'Reading, and uploading in parts, need Decrypt',
  },
  {
    relatives: ['kms:Decrypt', 'kms:Encrypt'],
    action: /^kms:GenerateDataKey$/i,
    why: 'S3 asks KMS for a data key to encrypt an object with: that is GenerateDataKey, not Encrypt',
  },
];

/** The allowed action that somebody may have taken for the one asked for, and in what the two differ. */
export function relativeOf(
  action: string,
  allowed: readonly string[],
): { readonly relative: string; readonly why: string } | undefined {
  for (const row of RELATED.filter((related) => related.action.test(action))) {
    const relative = allowed.find((one) => row.relatives.some((other) => covers(one, other)));
    if (relative !== undefined) return { relative, why: row.why };
  }
  const unknown = allowed.find((relative) => isMisspelt(relative, action));
  if (unknown === undefined) return undefined;
  return { relative: unknown, why: `AWS has no action of that name; the API's name is not always the action's` };
}

const covers = (pattern: string, action: string): boolean => matchPattern(pattern.toLowerCase(), action.toLowerCase());

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
