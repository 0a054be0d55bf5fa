import { z } from 'zod';
import { LAYERS } from '../evidence/layers.ts';
import type { Denial } from '../request/s3-call.ts';
import { PROBLEM_NAMES } from '../request/s3-errors.ts';
import type { Job, ReplyTo } from './queue.ts';

const words = z.string();
const account = z.string();

const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bucket'), name: words, partition: words }),
  z.strictObject({ kind: z.literal('accessPoint'), name: words, account, region: words, partition: words }),
  z.strictObject({ kind: z.literal('account'), partition: words }),
  z.strictObject({ kind: z.literal('accessPointAlias'), alias: words, partition: words }),
  z.strictObject({
    kind: z.literal('notCovered'),
    service: z.enum(['multiRegionAccessPoint', 'objectLambda', 'directoryBucket', 's3Tables', 'outposts']),
    text: words,
  }),
]);

const principal = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('role'),
    arn: words,
    account,
    sessionArn: words.exactOptional(),
    serviceLinked: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('user'), arn: words, account }),
  z.strictObject({ kind: z.literal('root'), arn: words, account }),
  z.strictObject({ kind: z.literal('federatedUser'), arn: words, account }),
  z.strictObject({ kind: z.literal('service'), service: words }),
  z.strictObject({ kind: z.literal('anonymous') }),
  z.strictObject({
    kind: z.literal('roleOf'),
    resource: z.enum(['lambdaFunction', 'ec2Instance']),
    arn: words,
    account,
    region: words,
  }),
  z.strictObject({ kind: z.literal('roleName'), name: words, account: account.exactOptional() }),
]);

const reportedReason = z.strictObject({
  sentence: words,
  layer: z.enum([...LAYERS, 'roleTrustPolicy', 'unstated']),
  kind: z.enum(['implicitDeny', 'explicitDeny', 'unstated']),
  policyArn: words.exactOptional(),
  action: words.exactOptional(),
  resource: words.exactOptional(),
  principal: words.exactOptional(),
  authorizationId: words.exactOptional(),
});

const notAPolicyProblem = z.strictObject({
  code: words,
  name: z.enum(PROBLEM_NAMES).exactOptional(),
  status: z.number().int().nullable(),
  what: words,
  help: words,
  docs: words,
});

export const DenialSchema: z.ZodType<Denial> = z.strictObject({
  call: z.strictObject({
    operation: words,
    action: words.exactOptional(),
    target,
    key: words.exactOptional(),
    versionId: words.exactOptional(),
    principal,
    bucketAccount: account.exactOptional(),
    region: words.exactOptional(),
    vpcEndpoint: words.exactOptional(),
    kmsKey: words.exactOptional(),
    context: z.record(words, z.array(words)),
  }),
  source: z.enum(['person', 'errorMessage', 'cloudTrailEvent']),
  reportedReason: reportedReason.exactOptional(),
  at: words.exactOptional(),
  eventId: words.exactOptional(),
  notAPolicyProblem: notAPolicyProblem.exactOptional(),
  notes: z.array(words).exactOptional(),
});

export const ReplyToSchema: z.ZodType<ReplyTo> = z.strictObject({
  channel: words.min(1),
  threadTs: words.exactOptional(),
  userId: words.exactOptional(),
  teamId: words.exactOptional(),
  responseUrl: words.exactOptional(),
});

const JobSchema: z.ZodType<Job> = z.strictObject({
  schemaVersion: z.literal(1),
  id: words.min(1),
  kind: z.enum(['diagnose', 'rerun', 'alert', 'count']),
  denial: DenialSchema,
  replyTo: ReplyToSchema,
  askedAt: words,
  rerunOf: words.exactOptional(),
  fingerprint: words.exactOptional(),
  attempt: z.number().int().nonnegative().exactOptional(),
});

export type ParsedJob =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'invalid'; readonly because: string };

/** A job from a queue message's body. */
export function parseJob(body: string): ParsedJob {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { kind: 'invalid', because: 'the message is not JSON' };
  }
  const parsed = JobSchema.safeParse(json);
  return parsed.success
    ? { kind: 'job', job: parsed.data }
    : { kind: 'invalid', because: z.prettifyError(parsed.error).replaceAll('\n', ' ') };
}
