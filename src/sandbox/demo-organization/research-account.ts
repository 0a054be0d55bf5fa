import { ALL_BLOCKED, type DemoAccount, policy } from './demo-account.ts';

/** An account for experiments, under an organizational unit that allows little. */
export const RESEARCH: DemoAccount = {
  id: '777788889999',
  name: 'research',
  roles: {
    'model-training': {
      inline: {
        Scratch: policy({
          Sid: 'Scratch',
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: 'arn:aws:s3:::research-scratch/*',
        }),
      },
    },
  },
  buckets: {
    'research-scratch': { region: 'eu-central-1', publicAccessBlock: ALL_BLOCKED, keys: ['run-41/model.bin'] },
  },
};
