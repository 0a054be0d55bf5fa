import type { Decision } from '../evaluate/evaluation.ts';

/** What the command line ends with: the answer, or sysexits' number for why there is none. */
export const EXIT = {
  allow: 0,
  deny: 1,
  undetermined: 2,
  badArguments: 64,
  unreachable: 69,
  ourBug: 70,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** The status of several answers: a denial is told before what is open, and that before an allow. */
export function statusOf(decisions: readonly Decision[]): ExitStatus {
  if (decisions.includes('deny')) return EXIT.deny;
  return decisions.includes('undetermined') ? EXIT.undetermined : EXIT.allow;
}
