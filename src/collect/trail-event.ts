import { z } from 'zod';

const Time = z.union([z.date(), z.string(), z.number()]).transform((value, context) => {
  // The SDK gives a Date; JSON gives text, or CloudTrail's own seconds.
  const time = new Date(typeof value === 'number' ? value * 1_000 : value);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});

/** An event as LookupEvents lists it: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html */
export const ListedEvent = z.looseObject({
  EventId: z.string(),
  EventName: z.string(),
  EventTime: Time,
  EventSource: z.string().default(''),
  Username: z.string().optional(),
  Resources: z
    .array(z.looseObject({ ResourceName: z.string().optional(), ResourceType: z.string().optional() }))
    .default([]),
  CloudTrailEvent: z.string().optional(),
});
export type ListedEvent = z.infer<typeof ListedEvent>;

const text = z.string().optional().catch(undefined);
/** What is looked at of the whole record, of which any part may be missing or of another shape. */
const EventRecord = z.looseObject({
  userIdentity: z
    .looseObject({
      type: text,
      arn: text,
      accountId: text,
      invokedBy: text,
      sessionContext: z
        .looseObject({ sessionIssuer: z.looseObject({ arn: text }).optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  errorCode: text,
  errorMessage: text,
  sourceIPAddress: text,
  vpcEndpointId: text,
  requestParameters: z.looseObject({}).nullish().catch(undefined),
});
export type EventRecord = z.infer<typeof EventRecord>;

/** The record inside a listed event; an event without a readable one has an empty record. */
export function recordOf({ CloudTrailEvent = '{}' }: ListedEvent): EventRecord {
  try {
    const parsed = EventRecord.safeParse(JSON.parse(CloudTrailEvent));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}
