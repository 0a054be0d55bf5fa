import type { SQSEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import type { QueueConsumer } from '../../src/store/memory-queue.ts';
import { parseJob } from '../../src/store/parse-job.ts';
import type { Queue } from '../../src/store/queue.ts';
import { aJob } from './a-job.ts';

/** A queue under test: three receives, then the dead letters. */
export interface QueueUnderTest {
  readonly queue: Queue;
  readonly consume: (consumer: QueueConsumer) => void;
  readonly deadLetters: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const FINISHED = { batchItemFailures: [] };

/** What every implementation of Queue does, as the worker sees it. */
export function queueContract(open: () => Promise<QueueUnderTest>): void {
  const receive = (queue: QueueUnderTest, most: number, finish: (event: SQSEvent, count: number) => boolean) =>
    new Promise<SQSEvent[]>((resolve) => {
      const received: SQSEvent[] = [];
      queue.consume(async (event) => {
        received.push(event);
        if (received.length === most) resolve(received);
        return finish(event, received.length)
          ? FINISHED
          : { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      });
    });

  test('a job arrives as it was sent, alone in its event', async () => {
    const under = await open();
    const job = aJob({ id: 'one', key: 'a b/ключ "x".csv' });
    await under.queue.send(job);
    const [event] = await receive(under, 1, () => true);
    expect(event?.Records.map(({ body }) => parseJob(body))).toEqual([{ kind: 'job', job }]);
    expect(event?.Records[0]?.attributes.ApproximateReceiveCount).toBe('1');
    await under.close();
  });

  test('every job arrives', async () => {
    const under = await open();
    for (const id of ['one', 'two', 'three']) await under.queue.send(aJob({ id }));
    const events = await receive(under, 3, () => true);
    const ids = events.map(({ Records: [record] }) => JSON.parse(record?.body ?? '{}').id);
    expect(ids.sort()).toEqual(['one', 'three', 'two']);
    await under.close();
  });

  test('a job that was not finished is delivered again, and says how often', async () => {
    const under = await open();
    await under.queue.send(aJob({ id: 'one' }));
    const events = await receive(under, 2, (_event, count) => count === 2);
    expect(events.map(({ Records: [record] }) => record?.attributes.ApproximateReceiveCount)).toEqual(['1', '2']);
    await under.close();
  });

  test('a job that was not finished is delivered again when it was said to be', async () => {
    const under = await open();
    await under.queue.send(aJob({ id: 'one' }));
    const times: number[] = [];
    const received = new Promise<void>((resolve) => {
      under.consume(async ({ Records }) => {
        times.push(performance.now());
        if (times.length === 2) {
          resolve();
          return FINISHED;
        }
        for (const { receiptHandle } of Records) await under.queue.redeliver(receiptHandle, 1);
        return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      });
    });
    await received;
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(950);
    await under.close();
  });

  test('a job that is never finished is given up after three receives', async () => {
    const under = await open();
    await under.queue.send(aJob({ id: 'one' }));
    await receive(under, 3, () => false);
    await expect.poll(async () => (await under.deadLetters()).length, { timeout: 10_000 }).toBe(1);
    await under.close();
  });

  test('a delayed job comes when its time has come', async () => {
    const under = await open();
    const sent = Date.now();
    await under.queue.send(aJob({ id: 'late' }), { delaySeconds: 1 });
    await receive(under, 1, () => true);
    expect(Date.now() - sent).toBeGreaterThanOrEqual(950);
    await under.close();
  });
}
