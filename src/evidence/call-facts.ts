import type { Reading } from './reading.ts';

/** An object as the bucket's list shows it. */
export interface ListedObject {
  readonly storageClass?: string;
}

/** What was found out about a call beside policies and settings: things that S3 looks at before any policy. */
export interface CallFacts {
  /** When the call was made, or asked about: ISO 8601. */
  readonly at?: string;
  /** False: there is no bucket of that name, which S3 tells everybody. */
  readonly bucketExists?: boolean;
  /** Absent: the bucket has no object of that key. Undefined: not looked at. */
  readonly object?: Reading<ListedObject>;
}
