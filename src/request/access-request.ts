import type { ConditionContext } from './condition-context.ts';
import type { Principal } from './principal.ts';

/** One question put to AWS's policies: may this principal do this action on this resource, in this context? */
export interface AccessRequest {
  readonly principal: Principal;
  /** An IAM action, e.g. `s3:GetObject`, `kms:Decrypt`. */
  readonly action: string;
  /** The ARN of the bucket, object, access point (object) or key. */
  readonly resource: string;
  /** Who owns the resource (bucket, access point or key). Undefined only where it could not be found out. */
  readonly resourceAccount?: string;
  /** The bucket behind an access point. */
  readonly bucket?: { readonly name: string; readonly account: string };
  readonly context: ConditionContext;
}
