import { z } from 'zod';
import { LAYERS } from '../evidence/layers.ts';
import { REACH_VERBS } from '../explain/reach-parts.ts';
import { REACH_SCOPES } from '../explain/shared-reach.ts';

const Layer = z.enum(LAYERS);
const Decision = z.enum(['allow', 'deny', 'undetermined']);
const Outcome = z.enum(['allow', 'implicitDeny', 'explicitDeny']);
const NullableText = z.string().nullable();

const Unread = z.object({ needs: z.string(), account: NullableText, because: z.string() });

const StatementJson = z.object({
  policy: z.string(),
  policyArn: NullableText,
  target: NullableText,
  sid: NullableText,
  index: z.number(),
  effect: z.enum(['Allow', 'Deny']),
  match: z.enum(['yes', 'no', 'unknown']),
  failedOn: z.array(z.string()),
  because: z.string(),
});

const Texts = z.array(z.string()).readonly();

/** Optional as a whole: answers that were stored before it was there are still read. */
const Reaches = z
  .object({
    of: z.enum(REACH_SCOPES),
    parts: z
      .array(
        z.object({
          does: z.enum(REACH_VERBS),
          principal: Texts.nullable(),
          action: Texts.nullable(),
          notAction: Texts.nullable(),
          resource: Texts.nullable(),
          notResource: Texts.nullable(),
          conditions: z.array(z.object({ operator: z.string(), key: z.string(), values: Texts })).readonly(),
        }),
      )
      .readonly(),
  })
  .nullable()
  .optional();

const LayerJson = z.object({
  layer: Layer,
  outcomes: z.array(Outcome),
  applies: z.boolean(),
  blocking: z.boolean(),
  because: z.string(),
  statements: z.array(StatementJson),
  unreadable: Unread.nullable(),
});

const RequestJson = z.object({
  action: z.string(),
  resource: z.string(),
  decision: Decision,
  layers: z.array(LayerJson),
  remedies: z.array(z.array(Layer)),
  unknownConditionKeys: z.array(z.string()),
  wouldAllowWith: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()]))),
  notes: z.array(z.string()),
});

/** The diagnosis as programs read it (`--json`) and as the store keeps it. Additions only, or a new schemaVersion. */
export const DiagnosisJson = z.object({
  schemaVersion: z.literal(1),
  headline: z.string(),
  fix: z.string(),
  call: z.object({
    operation: z.string(),
    /** The IAM action that was asked about instead; answers stored before it was there are still read. */
    action: NullableText.optional(),
    bucket: z.string(),
    key: NullableText,
    principal: z.string(),
    bucketAccount: NullableText,
    region: NullableText,
  }),
  decision: Decision,
  requests: z.array(RequestJson),
  causes: z.array(
    z.object({
      code: z.string(),
      layer: Layer.nullable(),
      request: z.number(),
      weight: z.string(),
      status: z.number().nullable().exactOptional(),
      what: z.string(),
      why: z.string(),
      help: z.string(),
      docs: z.string(),
    }),
  ),
  suggestions: z.array(
    z.object({
      layer: Layer,
      requests: z.array(z.number()),
      account: NullableText,
      owner: NullableText,
      target: z.string(),
      policy: z.string(),
      says: z.string(),
      applicability: z.enum(['verified', 'unverified', 'needsInput']),
      because: z.string(),
      togetherWith: z.array(Layer),
      companions: z.array(
        z.object({ layer: Layer, policy: z.string(), target: z.string(), suggestion: z.number().optional() }),
      ),
      reach: z.string(),
      reaches: Reaches,
      diff: z.string(),
      document: z.unknown(),
      command: NullableText,
      caution: NullableText.optional(),
    }),
  ),
  trail: z.object({
    deniedEvents: z.array(
      z.object({
        at: z.string(),
        eventId: z.string(),
        operation: z.string(),
        principal: z.string(),
        errorMessage: NullableText,
        sourceIp: NullableText,
        vpcEndpoint: NullableText,
      }),
    ),
    changes: z.array(
      z.object({
        at: z.string(),
        eventId: z.string(),
        operation: z.string(),
        who: z.string(),
        on: z.string(),
        account: z.string(),
      }),
    ),
    looked: z.array(z.object({ where: z.string(), because: z.string() })),
  }),
  reportedReason: z
    .object({ sentence: z.string(), layer: z.string(), verdict: z.string(), because: z.string() })
    .nullable(),
  unreadable: z.array(Unread.extend({ layer: Layer })),
  notes: z.array(z.string()),
});
export type DiagnosisJson = z.infer<typeof DiagnosisJson>;

/** A stored diagnosis, or undefined if it was written by another version or is none. */
export function parseDiagnosisJson(value: unknown): DiagnosisJson | undefined {
  const parsed = DiagnosisJson.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
