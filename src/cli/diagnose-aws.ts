import { errorKind } from '../collect/aws-error.ts';
import type { BucketIndex } from '../collect/bucket-index.ts';
import { type CollectCache, openCollectCache } from '../collect/collect-cache.ts';
import type { CollectSession } from '../collect/collect-session.ts';
import { openCollectSession, openReplaySession } from '../collect/collect-session.ts';
import { SELF } from '../collect/gate.ts';
import { homeRegion } from '../collect/home-region.ts';
import { type ClientPool, openClientPool, openLiveGate } from '../collect/live-gate.ts';
import { readError } from '../collect/read.ts';
import { diagnose } from '../diagnose.ts';
import { parseSnapshot, type Snapshot } from '../evidence/snapshot.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';
import { partitionOfRegion } from '../request/arn.ts';
import type { DiagnoseOptions } from '../request/diagnose-options.ts';
import type { Denial } from '../request/s3-call.ts';
import { type BadEnvironment, cliEnvironment } from './cli-environment.ts';
import type { Diagnose, DiagnoseAnswer, DiagnoseRun } from './cli-ports.ts';
import { fileFault } from './file-fault.ts';
import { openHubTable } from './hub-table.ts';

interface Files {
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

/** Diagnoses against AWS with the credentials at hand, or against a snapshot, and keeps a snapshot if that was asked for. */
export function diagnoseWith({ readFile, writeFile }: Files): Diagnose {
  const kept = openKept();
  return async (denial, run) => {
    const { snapshot, saveSnapshot } = run.options;
    if (saveSnapshot !== undefined && snapshot !== undefined) {
      return {
        kind: 'badFile',
        what: '`--snapshot` and `--save-snapshot` exclude each other',
        help: 'what is read from a snapshot is in a snapshot already',
      };
    }
    const opened = snapshot === undefined ? live(denial, run, kept) : await replay(snapshot, denial, run, readFile);
    if ('kind' in opened) return opened;
    const answer = await answered(denial, opened, run);
    if (answer.kind !== 'diagnosis' || saveSnapshot === undefined) return answer;
    const text = `${JSON.stringify(opened.snapshot(), null, 2)}\n`;
    const failed = await writeFile(saveSnapshot, text).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (failed === undefined) return answer;
    const { what, help } = fileFault(saveSnapshot, failed.error);
    return { ...answer, unsaved: { what: what.replace('be read', 'be written'), help } };
  };
}

const at = (denial: Denial) => (denial.at === undefined ? {} : { at: denial.at });

/** What outlives one question, as long as the process lives. */
interface Kept {
  readonly pool: ClientPool;
  readonly shared: (table: string | undefined) => {
    readonly cache: CollectCache;
    readonly bucketIndex: BucketIndex | undefined;
  };
}

function openKept(): Kept {
  let shared: ReturnType<Kept['shared']> | undefined;
  return {
    pool: openClientPool(),
    shared: (table) => {
      if (shared !== undefined) return shared;
      const hub = table === undefined ? undefined : openHubTable(table);
      shared = {
        cache: openCollectCache(hub === undefined ? {} : { table: hub.cache }),
        bucketIndex: hub?.bucketIndex,
      };
      return shared;
    },
  };
}

/** What the options leave out may be in the environment. */
function live(denial: Denial, { options, env, onProgress }: DiagnoseRun, kept: Kept): CollectSession | BadEnvironment {
  const told = cliEnvironment(env, options);
  if (told.kind === 'badEnvironment') return told;
  const { roleName, externalId, organizationAccount, lookAtObject, table } = told;
  const common = {
    noAssume: !options.assume,
    lookAtObject,
    ...(roleName === undefined ? {} : { roleName }),
    ...(organizationAccount === undefined ? {} : { organizationAccount }),
  };
  return openCollectSession({
    ...common,
    gate: openLiveGate(
      {
        ...common,
        ...(externalId === undefined ? {} : { externalId }),
        askedBy: given(env.USER) ?? given(env.USERNAME) ?? 'terminal',
        environment: env,
      },
      kept.pool,
    ),
    now: new Date(),
    ...at(denial),
    ...kept.shared(table),
    fresh: options.fresh,
    onProgress,
  });
}

const given = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : text;

async function replay(
  path: string,
  denial: Denial,
  { onProgress }: DiagnoseRun,
  readFile: Files['readFile'],
): Promise<CollectSession | Extract<DiagnoseAnswer, { kind: 'badFile' }>> {
  const text = await readFile(path).catch((error: unknown) => ({ error }));
  if (typeof text !== 'string') return { kind: 'badFile', ...fileFault(path, text.error) };
  const parsed = parseSnapshot(text);
  if (parsed.kind === 'malformed') {
    return { kind: 'badFile', what: `\`${path}\`: ${parsed.because}`, help: 'give a file that --save-snapshot wrote' };
  }
  return openReplaySession(parsed.snapshot, { ...at(denial), onProgress });
}

async function answered(
  denial: Denial,
  session: CollectSession,
  { options, env }: DiagnoseRun,
): Promise<DiagnoseAnswer> {
  const diagnosing = diagnosed(denial, session, options);
  if (session.gate.kind === 'replay') return { kind: 'diagnosis', diagnosis: await diagnosing };
  // Credentials that AWS does not take make every other answer worthless; nobody should wait for them.
  const refused = await Promise.race([diagnosing.then(() => undefined), refusedCredentials(session, env)]);
  if (refused !== undefined) {
    diagnosing.catch(() => undefined);
    return { kind: 'unreachable', what: refused, help: CREDENTIALS };
  }
  const diagnosis = await diagnosing;
  const silence = nothingAnswered(session.snapshot());
  return silence === undefined
    ? { kind: 'diagnosis', diagnosis }
    : { kind: 'unreachable', what: silence, help: NETWORK };
}

const CREDENTIALS = 'Log in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and its companions; `--snapshot FILE` needs none.';
const NETWORK = 'Check the network, AWS_REGION and AWS_ENDPOINT_URL; `--snapshot FILE` needs no network.';

function diagnosed(
  denial: Denial,
  session: CollectSession,
  { trail, sinceMilliseconds }: DiagnoseOptions,
): Promise<Diagnosis> {
  return diagnose(denial, session, trail && (sinceMilliseconds === undefined ? {} : { sinceMilliseconds }));
}

/** Resolves with what AWS says of credentials that it does not take; of others, not before the session is over. */
async function refusedCredentials(session: CollectSession, env: DiagnoseRun['env']): Promise<string | undefined> {
  const region = homeRegion(partitionOfRegion(env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? ''));
  const error = await readError(session, { name: 'sts:GetCallerIdentity', account: SELF, region, input: {} });
  if (error?.kind === 'credentials') return `there are no credentials that AWS takes: ${error.message || error.name}`;
  return new Promise(() => {});
}

/** Why there was no answer to anything; undefined if AWS answered at all. */
function nothingAnswered({ calls }: Snapshot): string | undefined {
  const silent = calls.every(
    ({ error }) =>
      error !== undefined && ['network', 'timeout', 'credentials'].includes(errorKind(error.name, error.httpStatus)),
  );
  const [first] = calls;
  if (!silent || first?.error === undefined) return undefined;
  return `AWS does not answer: ${first.error.message || first.error.name}`;
}
