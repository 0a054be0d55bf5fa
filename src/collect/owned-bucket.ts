/** A bucket of which the owner is known, so that its configuration can be read. */
export interface OwnedBucket {
  readonly name: string;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}
