import type { Reading } from './reading.ts';

/** An object as the bucket's list shows it. */
export interface ListedObject {
  readonly storageClass?: string;
  /** Of an archived object: a copy of it is there for a while, or will be soon. */
  readonly restored?: 'inProgress' | { readonly until: string };
}

/** The KMS keys that a bucket and an object in it go by, where both were looked at. */
export interface ObjectKeys {
  /** The ARN of the key that new objects get; null: they get none of KMS. */
  readonly bucketDefault: string | null;
  /** The ARN of the key that the object was encrypted with. */
  readonly object: string;
}

/** What was found out about a call beside policies and settings: things that S3 looks at before any policy. */
export interface CallFacts {
  /** When the call was made, or asked about: ISO 8601. */
  readonly at?: string;
  /** False: there is no bucket of that name, which S3 tells everybody. */
  readonly bucketExists?: boolean;
  /** False: IAM has no role or user of the caller's name in its account. */
  readonly callerExists?: boolean;
  /** Absent: the bucket has no object of that key. Undefined: not looked at. */
  readonly object?: Reading<ListedObject>;
  /** Undefined where the object's own key is not known. */
  readonly keys?: ObjectKeys;
}
