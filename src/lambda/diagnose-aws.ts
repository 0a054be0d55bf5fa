import { readFile } from 'node:fs/promises';
import type { BucketIndex } from '../collect/bucket-index.ts';
import { type CacheTable, openCollectCache } from '../collect/collect-cache.ts';
import {
  type CollectSession,
  DEFAULT_BUDGET_MILLISECONDS,
  openCollectSession,
  openReplaySession,
} from '../collect/collect-session.ts';
import { openClientPool, openLiveGate } from '../collect/live-gate.ts';
import { diagnose } from '../diagnose.ts';
import { parseSnapshot } from '../evidence/snapshot.ts';
import type { DiagnoseOptions, DiagnosePorts } from '../slack/diagnose-ports.ts';
import type { DiagnoseConfiguration } from './configuration.ts';

type OpenSession = (options: DiagnoseOptions, at: string | undefined) => Promise<CollectSession>;

/**
 * Diagnoses against AWS, through the diagnostic role of each account. Clients and credentials outlive one question, in the
 * process alone; the organization's policies, in the table as well.
 */
export function diagnoseAws(
  configuration: DiagnoseConfiguration,
  table: CacheTable,
  bucketIndex: BucketIndex,
): DiagnosePorts['diagnose'] {
  const { snapshot } = configuration;
  const open = snapshot === undefined ? live(configuration, table, bucketIndex) : replay(snapshot);
  return async (denial, options) => diagnose(denial, await open(options, denial.at));
}

/** A person waits in a thread: better an answer that says what could not be read in time than none. */
const budget = ({ budgetMilliseconds }: DiagnoseOptions) => Math.min(budgetMilliseconds, DEFAULT_BUDGET_MILLISECONDS);

function live(
  { diagnosticRole: roleName, externalId, organizationAccount, lookAtObjects: lookAtObject }: DiagnoseConfiguration,
  table: CacheTable,
  bucketIndex: BucketIndex,
): OpenSession {
  const pool = openClientPool();
  // The functions that share the table share a role.
  const cache = openCollectCache({ table, sharesSelf: true });
  const organization = organizationAccount === undefined ? {} : { organizationAccount };
  const common = { roleName, lookAtObject, ...organization };
  return async (options, at) =>
    openCollectSession({
      ...common,
      gate: openLiveGate(
        { ...common, ...(externalId === undefined ? {} : { externalId }), askedBy: options.askedBy },
        pool,
      ),
      now: new Date(),
      ...(at === undefined ? {} : { at }),
      cache,
      bucketIndex,
      fresh: options.fresh,
      budgetMilliseconds: budget(options),
      onProgress: options.onProgress,
    });
}

function replay(path: string): OpenSession {
  return async (options, at) => {
    const parsed = parseSnapshot(await readFile(path, 'utf8'));
    if (parsed.kind === 'malformed') throw new Error(`${path}: ${parsed.because}`);
    return openReplaySession(parsed.snapshot, {
      ...(at === undefined ? {} : { at }),
      budgetMilliseconds: budget(options),
      onProgress: options.onProgress,
    });
  };
}
