import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openLambda(config: ClientConfig): Senders<'lambda'> {
  const client = new LambdaClient(sdkOptions(config));
  return {
    // The answer holds the function's environment variables, which may be secrets: they go no further than this line.
    'lambda:GetFunctionConfiguration': async (input, options) => {
      const { FunctionArn, Role } = await client.send(new GetFunctionConfigurationCommand(input), options);
      return { FunctionArn, Role };
    },
  };
}
