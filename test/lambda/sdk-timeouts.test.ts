import { createServer } from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IN_A_HURRY, PATIENT } from '../../src/lambda/sdk-timeouts.ts';

const silent = createServer(() => undefined);
beforeAll(() => new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const get = new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'key' } } });

test.each([
  ['in a hurry', IN_A_HURRY],
  ['patient', PATIENT],
])('a client that is %s gives a service up that does not answer', async (_how, { requestHandler }) => {
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: { ...requestHandler, requestTimeout: 20 },
  });
  await expect(client.send(get)).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('two tries in a hurry are over before Slack’s three seconds', () => {
  expect(IN_A_HURRY.maxAttempts * IN_A_HURRY.requestHandler.requestTimeout).toBeLessThan(3000);
});
