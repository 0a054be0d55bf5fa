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

/** A trail that logs the data events of a bucket. */
export interface DataEventTrail {
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
  const logging = readings.flatMap(({ trail, selectors }): DataEventTrail[] => {
    const logs = selectors.kind === 'found' ? logsDataEvents(selectors.value, bucketArn) : 'none';
    return logs === 'none' ? [] : [described(trail, logs)];
  });
  if (logging.length > 0) return found(logging);
  return readings.flatMap(({ selectors }) => (selectors.kind === 'unreadable' ? [selectors] : []))[0] ?? absent;
}

function described(trail: Trail, logs: 'all' | 'some'): DataEventTrail {
  const { TrailARN, Name = TrailARN, S3BucketName, CloudWatchLogsLogGroupArn } = trail;
  const logGroup = /:log-group:([^:]+)/.exec(CloudWatchLogsLogGroupArn ?? '')?.[1];
  return {
    name: Name,
    logs,
    ...(logGroup === undefined ? {} : { logGroup }),
    ...(S3BucketName === undefined ? {} : { deliversTo: S3BucketName }),
  };
}

/** Where the data events of the bucket are, as the end of a sentence. */
export function spokenTrails(trails: DataEventTrails | undefined, account: string | null): string {
  if (trails === undefined) return 'a trail that logs data events does';
  if (trails.kind === 'absent')
    return `a trail that logs data events does, and no trail of account ${account} logs those of the bucket`;
  if (trails.kind === 'unreadable')
    return `a trail that logs data events does (which one could not be read: ${trails.because})`;
  const spoken = trails.value.map(({ name, logs, logGroup, deliversTo }) => {
    const where = logGroup === undefined ? `bucket \`${deliversTo ?? 'unknown'}\`` : `log group \`${logGroup}\``;
    return `trail \`${name}\` logs ${logs === 'all' ? 'them' : 'some of them'} to ${where}`;
  });
  return spoken.join(', ');
}
