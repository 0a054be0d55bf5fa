import { evaluate } from '../evaluate/evaluate.ts';
import type { BucketSettings } from '../evidence/bucket-settings.ts';
import type { CallFacts } from '../evidence/call-facts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Trail } from '../evidence/trail.ts';
import type { AccessRequest } from '../request/access-request.ts';
import { parseArn } from '../request/arn.ts';
import { spokenPrincipal } from '../request/principal.ts';
import { parseS3Arn } from '../request/s3-arn.ts';
import type { Denial } from '../request/s3-call.ts';
import type { Diagnosis } from './diagnosis.ts';
import { explain } from './explain.ts';

/** What is known of the denial beside the policies. */
export interface Heard {
  /** The S3 operation, where it is not the one that the action is named after. */
  readonly operation?: string;
  readonly denial?: Partial<Omit<Denial, 'call'>>;
  readonly trail?: Trail;
  readonly settings?: BucketSettings;
  readonly facts?: CallFacts;
}

const NO_TRAIL: Trail = { deniedEvents: [], changes: [], looked: [] };

/** The diagnosis of one AccessRequest whose evidence is at hand, as a scenario file gives it: no call, no trail. */
export function explainRequest(
  request: AccessRequest,
  evidence: Evidence,
  { operation, denial = {}, trail = NO_TRAIL, settings, facts }: Heard = {},
): Diagnosis {
  const { bucket, key } = named(request);
  const partition = parseArn(request.resource)?.partition ?? 'aws';
  const call: Denial['call'] = {
    operation: operation ?? request.action.slice(request.action.indexOf(':') + 1),
    action: request.action,
    target: { kind: 'bucket', name: bucket, partition },
    ...(key === null ? {} : { key }),
    principal: request.principal,
    context: said(request),
  };
  return explain({
    denial: { source: 'person', ...denial, call },
    collected: {
      requests: [{ request, evidence }],
      bucket,
      bucketAccount: request.bucket?.account ?? request.resourceAccount ?? null,
      region: null,
      principalArn: spokenPrincipal(request.principal),
      ...(settings === undefined ? {} : { settings }),
      ...(facts === undefined ? {} : { facts }),
      notes: [],
    },
    evaluations: [evaluate(request, evidence)],
    trail,
    notes: [],
  });
}

/** The condition keys that were given. */
function said({ context }: AccessRequest): Denial['call']['context'] {
  return Object.fromEntries(
    [...context.keys].flatMap(([key, value]) => (value.kind === 'known' ? [[key, value.values] as const] : [])),
  );
}

function named({ resource, bucket }: AccessRequest): { readonly bucket: string; readonly key: string | null } {
  const arn = parseS3Arn(resource);
  switch (arn?.kind) {
    case 'bucket':
      return { bucket: arn.bucket, key: null };
    case 'object':
      return { bucket: arn.bucket, key: arn.key };
    case 'accessPoint':
      return { bucket: bucket?.name ?? arn.name, key: null };
    case 'accessPointObject':
      return { bucket: bucket?.name ?? arn.name, key: arn.key };
    default:
      return { bucket: bucket?.name ?? resource, key: null };
  }
}
