import { createHash } from 'node:crypto';
import type { DemoAccount, DemoEvent } from '../demo-account.ts';
import { MANAGEMENT } from '../management-account.ts';
import { type Answers, minutesAgo } from './answer.ts';

const ORGANIZATIONS = 'organizations.amazonaws.com';
const EVENT_SOURCES: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:Attach|Detach|Update)Policy$/, ORGANIZATIONS, 'AWS::Organizations::Policy'],
  [/Bucket|PublicAccessBlock/, 's3.amazonaws.com', 'AWS::S3::Bucket'],
  [/Role/, 'iam.amazonaws.com', 'AWS::IAM::Role'],
  [/User/, 'iam.amazonaws.com', 'AWS::IAM::User'],
];

/** A UUID that is the same in every recording. */
function eventId(account: DemoAccount, { operation, on, minutesAgo: age }: DemoEvent): string {
  const hex = createHash('sha256').update(`${account.id} ${operation} ${on} ${age}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

const sourceOf = ({ operation }: DemoEvent) =>
  EVENT_SOURCES.find(([pattern]) => pattern.test(operation)) ?? [/./, 's3.amazonaws.com', 'AWS::S3::Bucket'];

/** An entry of the event history, with the whole event as JSON text in it, as CloudTrail returns it. */
function historyEntry(account: DemoAccount, event: DemoEvent) {
  const { operation, by, on, parameters = {}, errorCode, errorMessage } = event;
  const [, eventSource, ResourceType] = sourceOf(event);
  const EventId = eventId(account, event);
  const EventTime = minutesAgo(event.minutesAgo);
  const Username = by.split('/').at(-1) ?? by;
  return {
    EventId,
    EventName: operation,
    EventTime,
    EventSource: eventSource,
    ReadOnly: 'false',
    Username,
    // Organizations names none.
    Resources: eventSource === ORGANIZATIONS ? [] : [{ ResourceType, ResourceName: on }],
    CloudTrailEvent: JSON.stringify({
      eventVersion: '1.11',
      userIdentity: { type: 'AssumedRole', arn: by, accountId: account.id },
      eventTime: EventTime.toISOString().replace('.000Z', 'Z'),
      eventSource,
      eventName: operation,
      awsRegion: eventSource.startsWith('iam') || eventSource === ORGANIZATIONS ? 'us-east-1' : 'eu-west-1',
      sourceIPAddress: '198.51.100.24',
      requestParameters: parameters,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(errorMessage === undefined ? {} : { errorMessage }),
      eventID: EventId,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account.id,
    }),
  };
}

type Entry = ReturnType<typeof historyEntry>;

/** The attributes by which LookupEvents looks (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html). */
const ATTRIBUTES: Readonly<Record<string, (entry: Entry) => readonly string[]>> = {
  EventId: ({ EventId }) => [EventId],
  EventName: ({ EventName }) => [EventName],
  EventSource: ({ EventSource }) => [EventSource],
  ReadOnly: ({ ReadOnly }) => [ReadOnly],
  ResourceName: ({ Resources }) => Resources.map(({ ResourceName }) => ResourceName),
  ResourceType: ({ Resources }) => Resources.map(({ ResourceType }) => ResourceType),
  Username: ({ Username }) => [Username],
};

/** The organization's one trail, which logs management events alone, as it does unless somebody changes it. */
const TRAIL_ARN = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT.id}:trail/organization`;

/** What CloudTrail answers: management events only, newest first, as LookupEvents has no data events. */
export const CLOUDTRAIL_ANSWERS: Answers<'cloudtrail'> = {
  'cloudtrail:LookupEvents': (account, { LookupAttributes = [] }) => ({
    Events: (account.events ?? [])
      .map((event) => historyEntry(account, event))
      .filter((entry) =>
        LookupAttributes.every(({ AttributeKey = '', AttributeValue = '' }) =>
          ATTRIBUTES[AttributeKey]?.(entry).includes(AttributeValue),
        ),
      )
      .sort((one, other) => other.EventTime.getTime() - one.EventTime.getTime()),
  }),
  'cloudtrail:DescribeTrails': () => ({
    trailList: [
      {
        Name: 'organization',
        TrailARN: TRAIL_ARN,
        HomeRegion: 'us-east-1',
        IsMultiRegionTrail: true,
        IsOrganizationTrail: true,
        S3BucketName: 'demo-organization-trail',
        HasCustomEventSelectors: false,
      },
    ],
  }),
  'cloudtrail:GetEventSelectors': () => ({
    TrailARN: TRAIL_ARN,
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
  }),
};
