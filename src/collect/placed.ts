import type { Principal } from '../request/principal.ts';

/** Where a call goes and who makes it: known before the policies are, and all that CloudTrail need be asked about at first. */
export interface Placed {
  readonly bucket: string;
  /** Null where they could not be found out. */
  readonly bucketAccount: string | null;
  readonly region: string | null;
  /** Undefined where no request came of the call. */
  readonly principal: Principal | undefined;
}
