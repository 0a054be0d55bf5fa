import { describe, expect, test } from 'vitest';
import { openCollectSession } from '../../src/collect/collect-session.ts';
import { readDataEventTrails, spokenTrails } from '../../src/trail/data-event-trails.ts';
import { logsDataEvents, Selectors } from '../../src/trail/event-selectors.ts';
import { awsSays, fakeGate } from '../collect/fake-gate.ts';

const BUCKET = 'arn:aws:s3:::ledger';
const objects = (Values: readonly string[], more: object = {}) => ({
  EventSelectors: [{ ReadWriteType: 'All', DataResources: [{ Type: 'AWS::S3::Object', Values }], ...more }],
});
const advanced = (...fields: readonly object[]) => ({
  AdvancedEventSelectors: [
    {
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        ...fields,
      ],
    },
  ],
});

// As in https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
describe('selectors log the data events of the bucket', () => {
  test.each<[string, object, 'all' | 'some' | 'none']>([
    ['of every bucket', objects(['arn:aws:s3']), 'all'],
    ['of every bucket, as the console writes it', objects(['arn:aws:s3:::']), 'all'],
    ['of this bucket', objects(['arn:aws:s3:::other/', `${BUCKET}/`]), 'all'],
    ['of a prefix of it', objects([`${BUCKET}/2026/`]), 'some'],
    ['of its writes alone', objects([`${BUCKET}/`], { ReadWriteType: 'WriteOnly' }), 'some'],
    ['of a bucket whose name goes on', objects([`${BUCKET}-2/`]), 'none'],
    [
      'of functions',
      { EventSelectors: [{ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }] },
      'none',
    ],
    ['of nothing but management', { EventSelectors: [{ IncludeManagementEvents: true, DataResources: [] }] }, 'none'],
    ['of every bucket, by fields', advanced(), 'all'],
    ['of this bucket, by fields', advanced({ Field: 'resources.ARN', StartsWith: [`${BUCKET}/`] }), 'all'],
    ['of another bucket, by fields', advanced({ Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::other/'] }), 'none'],
    ['of one object', advanced({ Field: 'resources.ARN', Equals: [`${BUCKET}/k`] }), 'some'],
    ['of all but this bucket', advanced({ Field: 'resources.ARN', NotStartsWith: [`${BUCKET}/`] }), 'none'],
    ['of all but another bucket', advanced({ Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::logs/'] }), 'some'],
    ['of reads alone, by fields', advanced({ Field: 'readOnly', Equals: ['true'] }), 'some'],
    [
      'of management events, by fields',
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
      'none',
    ],
  ])('%s', (_what, selectors, expected) => expect(logsDataEvents(Selectors.parse(selectors), BUCKET)).toBe(expected));
});

describe('the trails of an account', () => {
  const PLACE = { account: '444455556666', region: 'eu-central-1', bucketArn: BUCKET };
  const TRAIL = {
    Name: 'all',
    TrailARN: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/all',
    HomeRegion: 'us-east-1',
    S3BucketName: 'trail-logs',
  };
  const denied = awsSays('AccessDeniedException', { status: 400 });
  async function told(trails: unknown, selectors: unknown) {
    const gate = fakeGate(({ name }) => {
      const answer = name === 'cloudtrail:DescribeTrails' ? trails : selectors;
      if (answer instanceof Error) throw answer;
      return answer;
    });
    const reading = await readDataEventTrails(openCollectSession({ gate, now: new Date(0) }), PLACE);
    return { sentence: spokenTrails([{ side: 'bucket', account: PLACE.account, trails: reading }]), calls: gate.calls };
  }

  test.each<[string, unknown, unknown, RegExp]>([
    [
      'log them',
      { trailList: [TRAIL] },
      objects(['arn:aws:s3']),
      /in the bucket's account 444455556666, trail `all` logs them to bucket `trail-logs`$/,
    ],
    [
      'log them to CloudWatch',
      {
        trailList: [
          {
            ...TRAIL,
            CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:444455556666:log-group:aws-cloudtrail-logs:*',
          },
        ],
      },
      objects([`${BUCKET}/2026/`]),
      /trail `all` logs some of them to log group `aws-cloudtrail-logs`$/,
    ],
    ['log none', { trailList: [TRAIL] }, { AdvancedEventSelectors: [] }, /in the bucket's account 444455556666, none$/],
    ['are none', { trailList: [] }, {}, /in the bucket's account 444455556666, none$/],
    ['say nothing', {}, {}, /not known \(.*the answer to `DescribeTrails` could not be understood/],
    [
      'have no selectors',
      { trailList: [TRAIL] },
      { TrailARN: TRAIL.TrailARN },
      /not known \(.*the answer to `GetEventSelectors` could not be understood: it has no selectors of either kind/,
    ],
    ['may not be listed', denied, {}, /not known \(.* was denied `cloudtrail:DescribeTrails`\)/],
    [
      'may not be looked at',
      { trailList: [TRAIL] },
      denied,
      /not known \(.* was denied `cloudtrail:GetEventSelectors`\)/,
    ],
  ])('%s', async (_what, trails, selectors, expected) => {
    expect((await told(trails, selectors)).sentence).toMatch(expected);
  });

  test('that could not be looked at are named beside those that log', async () => {
    const gate = fakeGate(({ name, input }) => {
      if (name === 'cloudtrail:DescribeTrails')
        return { trailList: [TRAIL, { ...TRAIL, Name: 'organization', TrailARN: `${TRAIL.TrailARN}-organization` }] };
      if (JSON.stringify(input).includes('-organization')) throw denied;
      return objects(['arn:aws:s3']);
    });
    const trails = await readDataEventTrails(openCollectSession({ gate, now: new Date(0) }), PLACE);
    expect(spokenTrails([{ side: 'bucket', account: PLACE.account, trails }])).toMatch(
      /trail `all` logs them to bucket `trail-logs`, whether trail `organization` logs them is not known \(.* was denied/,
    );
  });

  test('are asked for their selectors where they are at home', async () => {
    const { calls } = await told({ trailList: [TRAIL] }, {});
    expect(calls.map(({ name, region }) => [name, region])).toEqual([
      ['cloudtrail:DescribeTrails', 'eu-central-1'],
      ['cloudtrail:GetEventSelectors', 'us-east-1'],
    ]);
  });
});

test('of two accounts each is named, with what its copy of a denied call is worth', () => {
  const sentence = spokenTrails([
    { side: 'bucket', account: '444455556666', trails: { kind: 'absent' } },
    {
      side: 'caller',
      account: '111122223333',
      trails: { kind: 'found', value: [{ name: 'own', logs: 'all', deliversTo: 'own-logs' }] },
    },
  ]);
  expect(sentence).toBe(
    "in the bucket's account 444455556666, none; in the caller's account 111122223333, trail `own` logs them to bucket `own-logs`. Each account gets a copy of its own; of a denied call the bucket's copy may be redacted or left out, so look at the caller's first",
  );
});
