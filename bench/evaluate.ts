import { type BenchInput, LARGE, SMALL } from './bench-input.ts';
import { type Evaluator, iamSimulate, ours, oursWithParsing } from './evaluators.ts';
import { memoryOfManyEvaluations } from './many-evaluations.ts';

const ROUNDS = 25;

/** Milliseconds an evaluation, over as many as fill the time. */
async function timed({ run }: Evaluator, milliseconds: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  do {
    await run();
    count += 1;
  } while (performance.now() - start < milliseconds);
  return (performance.now() - start) / count;
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Both evaluators by turns, so that what else the machine does falls on both; the median of the rounds' ratios. */
async function compare(input: BenchInput): Promise<number> {
  const [own, parsing, peer] = [ours(input), oursWithParsing(input), iamSimulate(input)];
  const decisions = [await own.run(), await parsing.run(), await peer.run()];
  if (new Set(decisions).size > 1) throw new Error(`${input.name}: the evaluators disagree: ${decisions.join(', ')}`);
  const slice = input.name === 'large' ? 120 : 40;
  for (const evaluator of [own, parsing, peer]) await timed(evaluator, 400);
  const rounds: { readonly own: number; readonly parsing: number; readonly peer: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      own: await timed(own, slice),
      peer: await timed(peer, slice),
      parsing: await timed(parsing, slice / 2),
    });
  }
  const ratio = median(rounds.map((round) => round.peer / round.own));
  const withParsing = median(rounds.map((round) => round.peer / round.parsing));
  const spoken = (pick: (round: (typeof rounds)[number]) => number): string => median(rounds.map(pick)).toFixed(4);
  console.log(`${input.name}: ${decisions[0]}`);
  console.log(`  ours          ${spoken(({ own: ms }) => ms)} ms`);
  console.log(`  ours, parsing ${spoken(({ parsing: ms }) => ms)} ms (${withParsing.toFixed(1)} times faster)`);
  console.log(`  iam-simulate  ${spoken(({ peer: ms }) => ms)} ms`);
  console.log(`  ${ratio.toFixed(1)} times faster`);
  return ratio;
}

const smallRatio = await compare(SMALL);
const largeRatio = await compare(LARGE);
console.log(memoryOfManyEvaluations());
console.log(JSON.stringify({ smallRatio: Number(smallRatio.toFixed(1)), largeRatio: Number(largeRatio.toFixed(1)) }));
