import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openLambda } from '../../src/collect/clients/lambda.ts';

test('of a function only its ARN and role are taken, never its environment variables', async () => {
  const configuration = {
    FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:billing-export',
    Role: 'arn:aws:iam::111122223333:role/billing-export',
    Environment: { Variables: { DATABASE_PASSWORD: 'hunter2' } },
  };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(configuration));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = openLambda({
    region: 'eu-west-1',
    endpointUrl: `http://127.0.0.1:${port}`,
    credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }),
  })['lambda:GetFunctionConfiguration'];
  const answer = await send?.({ FunctionName: 'billing-export' }, { abortSignal: AbortSignal.timeout(5_000) });
  server.close();
  expect(answer).toEqual({ FunctionArn: configuration.FunctionArn, Role: configuration.Role });
});
