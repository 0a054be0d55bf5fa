import { callKey, decodeOutput, indexCalls, type Snapshot, type SnapshotCall } from '../evidence/snapshot.ts';
import { CannotAssumeRole, type Gate } from './gate.ts';
import type { ReadName } from './reads.ts';

/** An error out of a snapshot, in the shape in which the SDK throws it. */
class Recorded extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly region?: string;

  constructor({ name, message, httpStatus, region }: NonNullable<SnapshotCall['error']>) {
    super(message);
    this.name = name;
    this.$metadata = httpStatus === undefined ? {} : { httpStatusCode: httpStatus };
    if (region !== undefined) this.region = region;
  }
}

/** The service and operation of a read, as a snapshot names them. */
export function serviceAndOperation(name: ReadName): { readonly service: string; readonly operation: string } {
  const [service = '', operation = ''] = name.split(':');
  return { service, operation };
}

/** Answers from a snapshot alone. An account whose AssumeRole is recorded as an error answers nothing beyond what is recorded of it. */
export function openSnapshotGate(snapshot: Snapshot): Gate {
  const index = indexCalls(snapshot);
  const refused = new Map(
    snapshot.calls
      .filter(({ service, operation, error }) => service === 'sts' && operation === 'AssumeRole' && error !== undefined)
      .map((call) => [call.account, call]),
  );
  return {
    kind: 'replay',
    send: async ({ name, account, region, input }) => {
      const asked = { account, ...serviceAndOperation(name), input: Object.fromEntries(Object.entries(input)) };
      // One that was written by hand may leave the region out.
      const call = index.get(callKey({ ...asked, region })) ?? index.get(callKey(asked));
      const assume = refused.get(account);
      if (call === undefined && assume?.error !== undefined) {
        throw new CannotAssumeRole(account, String(assume.input.RoleArn ?? ''), new Recorded(assume.error));
      }
      if (call === undefined) throw new Recorded({ name: 'NotInSnapshot', message: 'the snapshot has no such call' });
      if (call.error !== undefined) throw new Recorded(call.error);
      return decodeOutput(call.output);
    },
  };
}
