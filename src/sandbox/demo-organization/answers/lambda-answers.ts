import { type Answers, AwsRefusal } from './answer.ts';

/** What Lambda answers: https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const LAMBDA_ANSWERS: Answers<'lambda'> = {
  'lambda:GetFunctionConfiguration': (account, { FunctionName = '' }, region) => {
    const name = FunctionName.split(':function:').at(-1)?.split(':')[0] ?? '';
    const held = account.functions?.[name];
    if (held === undefined || held.region !== region) {
      const message = `Function not found: arn:aws:lambda:${region}:${account.id}:function:${name}`;
      throw new AwsRefusal('ResourceNotFoundException', 404, message);
    }
    const FunctionArn = `arn:aws:lambda:${region}:${account.id}:function:${name}`;
    return { FunctionName: name, FunctionArn, Role: `arn:aws:iam::${account.id}:role/${held.role}` };
  },
};
