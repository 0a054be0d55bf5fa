import { describe, expect, test } from 'vitest';
import type { Denial } from '../../src/request/s3-call.ts';
import { parseJob } from '../../src/store/parse-job.ts';
import type { Job } from '../../src/store/queue.ts';
import { aJob } from './a-job.ts';

const JOB = aJob({ id: 'one' });
const withDenial = (denial: Partial<Denial>): Job => ({ ...JOB, denial: { ...JOB.denial, ...denial } });
const withCall = (call: Partial<Denial['call']>): Job => withDenial({ call: { ...JOB.denial.call, ...call } });

describe('a message body', () => {
  test.each<[string, Job]>([
    ['a question', JOB],
    ['an alert', { ...JOB, kind: 'alert', fingerprint: 'f', replyTo: { channel: 'C0ONCALL' } }],
    ['a re-run that waited', { ...JOB, kind: 'rerun', rerunOf: 'zero', attempt: 2 }],
    [
      'a session',
      withCall({ principal: { kind: 'role', arn: 'a', account: '1', sessionArn: 's', serviceLinked: false } }),
    ],
    ['a bare role name', withCall({ principal: { kind: 'roleName', name: 'reports' } })],
    ['an anonymous caller', withCall({ principal: { kind: 'anonymous' } })],
    [
      'an access point',
      withCall({ target: { kind: 'accessPoint', name: 'n', account: '1', region: 'r', partition: 'aws' } }),
    ],
    ['what is not covered', withCall({ target: { kind: 'notCovered', service: 's3Tables', text: 't' } })],
    [
      'AWS’s own sentence',
      withDenial({
        source: 'errorMessage',
        reportedReason: { sentence: 's', layer: 'serviceControlPolicies', kind: 'explicitDeny', policyArn: 'p' },
        notAPolicyProblem: { code: 'AccessDenied', name: 'SseCBlocked', status: 403, what: 'w', help: 'h', docs: 'd' },
      }),
    ],
  ])('with %s comes back as it was', (_what, job) => {
    expect(parseJob(JSON.stringify(job))).toEqual({ kind: 'job', job });
  });

  test.each<[string, string, RegExp]>([
    ['that is no JSON', '{', /not JSON/],
    ['of another version', JSON.stringify({ ...JOB, schemaVersion: 2 }), /schemaVersion/],
    ['with an unknown kind', JSON.stringify({ ...JOB, kind: 'delete' }), /kind/],
    ['with an attribute nobody knows', JSON.stringify({ ...JOB, apply: true }), /apply/],
    ['without a channel', JSON.stringify({ ...JOB, replyTo: { channel: '' } }), /channel/],
  ])('%s is refused by name', (_what, body, because) => {
    expect(parseJob(body)).toMatchObject({ kind: 'invalid', because: expect.stringMatching(because) });
  });
});
