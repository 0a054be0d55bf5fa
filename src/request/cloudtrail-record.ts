import { z } from 'zod';

const text = z.string().nullish();

/**
 * The fields of a CloudTrail record that tell of a denied call; records hold more, and leave out what they have not.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const CloudTrailRecord = z.looseObject({
  eventTime: text,
  eventSource: z.string(),
  eventName: z.string(),
  eventID: text,
  sharedEventID: text,
  eventCategory: text,
  awsRegion: text,
  errorCode: text,
  errorMessage: text,
  sourceIPAddress: text,
  userAgent: text,
  vpcEndpointId: text,
  vpcEndpointAccountId: text,
  recipientAccountId: text,
  userIdentity: z
    .looseObject({
      type: text,
      principalId: text,
      arn: text,
      accountId: text,
      invokedBy: text,
      sessionContext: z
        .looseObject({
          sourceIdentity: text,
          sessionIssuer: z.looseObject({ type: text, arn: text, accountId: text }).nullish(),
          attributes: z
            .looseObject({ mfaAuthenticated: z.union([z.string(), z.boolean()]).nullish(), creationDate: text })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  requestParameters: z.record(z.string(), z.unknown()).nullish(),
  additionalEventData: z.record(z.string(), z.unknown()).nullish(),
  resources: z.array(z.looseObject({ type: text, ARN: text, accountId: text })).nullish(),
  tlsDetails: z.looseObject({ tlsVersion: text }).nullish(),
});

export type CloudTrailRecord = z.infer<typeof CloudTrailRecord>;

/** A request parameter, or another field, as text; undefined for what is neither text nor a number. */
export function textOf(fields: Readonly<Record<string, unknown>> | null | undefined, name: string): string | undefined {
  const value = fields?.[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // S3's records hold some parameters as a list of one.
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'string' ? value[0] : undefined;
}
