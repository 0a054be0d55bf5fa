import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCollectSession } from '../collect/collect-session.ts';
import type { Gate, GateCall } from '../collect/gate.ts';
import { openSnapshotGate } from '../collect/snapshot-gate.ts';
import { diagnose } from '../diagnose.ts';
import { parseSnapshot, type Snapshot } from '../evidence/snapshot.ts';
import type { DiagnosePorts } from '../slack/diagnose-ports.ts';
import { takeDemoInventory } from './demo-inventory.ts';
import { DEMO_AWS, openDemoAws } from './demo-organization/demo-aws.ts';
import { DEMO_SNAPSHOT } from './demo-organization/demo-snapshot-path.ts';
import { REPAIRED_APPS } from './demo-organization/repaired-account.ts';
import { repositoryFile } from './repository-file.ts';

/** The recording of the demo organization. */
export async function readDemoSnapshot(): Promise<Snapshot> {
  const parsed = parseSnapshot(await readFile(repositoryFile(DEMO_SNAPSHOT), 'utf8'));
  if (parsed.kind === 'malformed') throw new Error(`${DEMO_SNAPSHOT}: ${parsed.because}`);
  return parsed.snapshot;
}

export interface DemoOrganizationOptions {
  /** How long each call to AWS takes, so that a person sees the answer come; 0 if left out. */
  readonly latencyMilliseconds?: number;
}

/** What stands behind the `diagnose` function in the demo. */
export interface DemoOrganization {
  readonly diagnose: DiagnosePorts['diagnose'];
  /** Somebody takes the advice given for the first example: from now on its role reads otherwise. */
  repair(): void;
}

/** Diagnoses against the recording, by the recording's clock. */
export async function openDemoOrganization({
  latencyMilliseconds = 0,
}: DemoOrganizationOptions = {}): Promise<DemoOrganization> {
  const [snapshot, bucketIndex] = await Promise.all([readDemoSnapshot(), takeDemoInventory()]);
  const { organizationAccount } = snapshot;
  let isRepaired = false;
  const recorded = openRecordedGate(snapshot);
  const repaired = openDemoAws([REPAIRED_APPS]);
  const gate: Gate = {
    kind: 'replay',
    send: async (call, signal) => {
      await sleep(latencyMilliseconds);
      return (isRepaired && isOfRepair(call) ? repaired : recorded).send(call, signal);
    },
  };
  return {
    repair: () => {
      isRepaired = true;
    },
    diagnose: (denial, { onProgress, budgetMilliseconds }) =>
      diagnose(
        denial,
        openCollectSession({
          gate,
          now: new Date(snapshot.recordedAt),
          budgetMilliseconds,
          bucketIndex,
          ...(organizationAccount === undefined ? {} : { organizationAccount }),
          onProgress,
        }),
      ),
  };
}

const isOfRepair = ({ name, account }: GateCall): boolean =>
  account === REPAIRED_APPS.id && (name.startsWith('iam:') || name.startsWith('cloudtrail:'));

/** The recording; for names that nobody recorded, what the demo organization answers: that there is no such thing. */
function openRecordedGate(snapshot: Snapshot): Gate {
  const recorded = openSnapshotGate(snapshot);
  return {
    kind: 'replay',
    send: (call, signal) =>
      recorded.send(call, signal).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'NotInSnapshot') return DEMO_AWS.send(call, signal);
        throw error;
      }),
  };
}
