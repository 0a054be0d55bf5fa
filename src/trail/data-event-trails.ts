import { z } from 'zod';
import type { CollectSession } from '../collect/collect-session.ts';
import { read } from '../collect/read.ts';
import { absent, found, type Reading } from '../evidence/reading.ts';
import { logsDataEvents, Selectors } from './event-selectors.ts';

const Trails = z.looseObject({
  trailList: z.array(
    z.looseObject({
      Name: z.string().optional(),
      TrailARN: z.string(),
      HomeRegion: z.string().optional(),
      S3BucketName: z.string().optional(),
      CloudWatchLogsLogGroupArn: z.string().optional(),
    }),
  ),
});
type Trail = z.infer<typeof Trails>['trailList'][number];

/** A trail that logs the data events of a bucket, or of which that could not be read. */
export type DataEventTrail = LoggingTrail | UnreadTrail;

interface UnreadTrail {
  readonly name: string;
  readonly because: string;
}

export interface LoggingTrail {
  readonly name: string;
  /** All of them, or only some: of certain keys, or only reads or writes. */
  readonly logs: 'all' | 'some';
  /** Where CloudWatch Logs Insights finds them, if the trail delivers there. */
  readonly logGroup?: string;
  /** The bucket that the trail delivers to. */
  readonly deliversTo?: string;
}

export type DataEventTrails = Reading<readonly DataEventTrail[]>;

export interface BucketInPlace {
  readonly account: string;
  readonly region: string;
  readonly bucketArn: string;
}

/**
 * The trails that log what is done to the objects of a bucket; absent if there is none. Trails of the organization and of
 * other regions are among those of the account. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export async function readDataEventTrails(
  session: CollectSession,
  { account, region, bucketArn }: BucketInPlace,
): Promise<DataEventTrails> {
  const trails = await read(session, 'cloudtrail:DescribeTrails', { account, region, input: {}, output: Trails });
  if (trails.kind !== 'found') return trails;
  const readings = await Promise.all(
    trails.value.trailList.map(async (trail) => ({
      trail,
      selectors: await read(session, 'cloudtrail:GetEventSelectors', {
        account,
        region: trail.HomeRegion ?? region,
        input: { TrailName: trail.TrailARN },
        output: Selectors,
      }),
    })),
  );
  const logging = readings.flatMap(({ trail, selectors }): LoggingTrail[] => {
    const logs = selectors.kind === 'found' ? logsDataEvents(selectors.value, bucketArn) : 'none';
    return logs === 'none' ? [] : [described(trail, logs)];
  });
  if (logging.length > 0) {
    const unread = readings.flatMap(({ trail: { TrailARN, Name = TrailARN }, selectors }): UnreadTrail[] =>
      selectors.kind === 'unreadable' ? [{ name: Name, because: selectors.because }] : [],
    );
    return found([...logging, ...unread]);
  }
  return readings.flatMap(({ selectors }) => (selectors.kind === 'unreadable' ? [selectors] : []))[0] ?? absent;
}

function described(trail: Trail, logs: 'all' | 'some'): LoggingTrail {
  const { TrailARN, Name = TrailARN, S3BucketName, CloudWatchLogsLogGroupArn } = trail;
  const logGroup = /:log-group:([^:]+)/.exec(CloudWatchLogsLogGroupArn ?? '')?.[1];
  return {
    name: Name,
    logs,
    ...(logGroup === undefined ? {} : { logGroup }),
    ...(S3BucketName === undefined ? {} : { deliversTo: S3BucketName }),
  };
}

/** The trails of one of the two accounts that get an event of a call from one to the other. */
export interface TrailsOfAccount {
  readonly side: 'bucket' | 'caller';
  readonly account: string;
  readonly trails: DataEventTrails;
}

/**
 * Where the data events of a bucket are, account by account. Each account has its own copy, and only the caller's is
 * sure to be whole. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export function spokenTrails(accounts: readonly TrailsOfAccount[]): string {
  const spoken = accounts.map(({ account, trails, side }) => `${OF[side]} account ${account}, ${trailsIn(trails)}`);
  return `${spoken.join('; ')}${accounts.length > 1 ? COPIES : ''}`;
}

const OF: Readonly<Record<TrailsOfAccount['side'], string>> = { bucket: "in the bucket's", caller: "in the caller's" };
const COPIES =
  ". Each account gets a copy of its own; of a denied call the bucket's copy may be redacted or left out, so look at the caller's first";

function trailsIn(trails: DataEventTrails): string {
  if (trails.kind === 'absent') return 'none';
  if (trails.kind === 'unreadable') return `not known (${trails.because})`;
  return trails.value.map(trailIn).join(', ');
}

function trailIn(trail: DataEventTrail): string {
  if ('because' in trail) return `whether trail \`${trail.name}\` logs them is not known (${trail.because})`;
  const { name, logs, logGroup, deliversTo } = trail;
  const where = logGroup === undefined ? `bucket \`${deliversTo ?? 'unknown'}\`` : `log group \`${logGroup}\``;
  return `trail \`${name}\` logs ${logs === 'all' ? 'them' : 'some of them'} to ${where}`;
}
