import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { type BenchInput, LARGE, type Policy } from './bench-input.ts';
import { evidenceOf, requestOf } from './evaluators.ts';

const EVALUATIONS = 10_000;
const BYTES = 20_000;

/** One bucket policy of 20 kB against ten thousand principals: how long it takes, and what it leaves in memory. */
export function memoryOfManyEvaluations(): string {
  const input: BenchInput = {
    ...LARGE,
    identityPolicies: [],
    permissionsBoundary: null,
    serviceControlPolicies: [],
    bucketPolicy: cut(LARGE.bucketPolicy),
  };
  const evidence = evidenceOf(input);
  const run = (from: number, count: number): void => {
    for (let at = from; at < from + count; at += 1) {
      evaluate(requestOf({ ...input, principal: `arn:aws:iam::111122223333:role/team-${at}` }), evidence);
    }
  };
  run(0, 1_000);
  const before = heapUsed();
  const start = performance.now();
  run(1_000, EVALUATIONS);
  const seconds = (performance.now() - start) / 1_000;
  const grown = (heapUsed() - before) / 1e6;
  const size = JSON.stringify(input.bucketPolicy).length;
  return `${EVALUATIONS} principals against a bucket policy of ${size} bytes: ${seconds.toFixed(2)} s, heap grown by ${grown.toFixed(1)} MB`;
}

function cut({ Statement }: Policy): Policy {
  const statements: object[] = [];
  for (const statement of Statement) {
    if (JSON.stringify(statements).length < BYTES) statements.push(statement);
  }
  return { Version: '2012-10-17', Statement: statements };
}

/** What is still in use once all that can be collected is. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
