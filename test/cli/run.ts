import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliPorts, Diagnose, DiagnoseRun } from '../../src/cli/cli-ports.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import type { Decision } from '../../src/evaluate/evaluation.ts';
import { absent, unreadable } from '../../src/evidence/reading.ts';
import type { Diagnosis } from '../../src/explain/diagnosis.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { Denial } from '../../src/request/s3-call.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const ROLE = 'arn:aws:iam::111122223333:role/reports';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was asked of AWS. */
  readonly asked: readonly { readonly denial: Denial; readonly run: DiagnoseRun }[];
}

interface Given {
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly decision?: Decision;
  readonly diagnose?: Diagnose;
  readonly terminal?: boolean;
  readonly env?: CliPorts['env'];
}

/** Runs a command line in this process, with an AWS that gives one decision to every question. */
export async function run(argv: readonly string[], given: Given = {}): Promise<Ran> {
  const { stdin = '', files = {}, decision = 'deny', terminal = false, env = {} } = given;
  const out: string[] = [];
  const err: string[] = [];
  const asked: { readonly denial: Denial; readonly run: DiagnoseRun }[] = [];
  const diagnose: Diagnose = async (denial, how) => {
    asked.push({ denial, run: how });
    how.onProgress({ layer: 'bucketPolicy', state: 'reading' });
    how.onProgress({ layer: 'bucketPolicy', state: 'absent' });
    how.onProgress({ layer: 'bucketPolicy', state: 'absent' });
    return given.diagnose === undefined
      ? { kind: 'diagnosis', diagnosis: diagnosisOf(decision) }
      : given.diagnose(denial, how);
  };
  const status = await runCli(argv, {
    stdout: { write: (text) => out.push(text), isTerminal: terminal, width: terminal ? 80 : undefined },
    stderr: { write: (text) => err.push(text), isTerminal: terminal },
    readStdin: async () => stdin,
    stdinIsTerminal: terminal,
    readFile: async (path) => files[path] ?? readFile(join(ROOT, path), 'utf8'),
    env,
    diagnose,
  });
  return { status, stdout: out.join(''), stderr: err.join(''), asked };
}

/** A diagnosis with that decision, made by the stages themselves. */
export function diagnosisOf(decision: Decision): Diagnosis {
  const parsed = parsePolicyDocument({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::payroll-reports/*' }],
  });
  if (parsed.kind !== 'parsed') throw new Error('the policy of the test cannot be parsed');
  const policies = { kind: 'found', value: [{ name: 'Read', document: parsed.document }] } as const;
  const identityPolicies = {
    allow: policies,
    deny: absent,
    undetermined: unreadable('iam:ListRolePolicies', 'denied'),
  }[decision];
  const diagnosis = explainRequest(
    {
      principal: { kind: 'role', arn: ROLE, account: '111122223333' },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::payroll-reports/2026/10.csv',
      resourceAccount: '111122223333',
      context: { keys: new Map(), otherKeys: 'absent' },
    },
    {
      identityPolicies,
      permissionsBoundary: absent,
      sessionPolicies: absent,
      serviceControlPolicies: absent,
      resourceControlPolicies: absent,
      vpcEndpointPolicy: absent,
      accessPointPolicy: absent,
      bucketPolicy: absent,
      blockPublicAccess: absent,
      objectOwnership: absent,
      keyPolicy: absent,
    },
  );
  if (diagnosis.decision !== decision) throw new Error(`expected ${decision}, got ${diagnosis.decision}`);
  return diagnosis;
}
