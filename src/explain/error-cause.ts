import type { NotAPolicyProblem } from '../request/not-a-policy-problem.ts';
import { type Cause, cause, type Finding, NO_CHANGES } from './cause.ts';
import { capitalized } from './words.ts';

interface ErrorWords {
  readonly code: string;
  readonly docs: string;
  /** AWS's codes, or our names for what has a sentence only. */
  readonly errors: readonly string[];
  readonly why: string;
  /** For one of several errors, where the error itself does not say it well enough. */
  readonly help?: string;
}

interface Said extends Finding {
  readonly problem: NotAPolicyProblem;
}

/** An error of AWS that no policy explains: the call ended before any was looked at. */
export function errorCause({ code: causeCode, docs, errors, why, help }: ErrorWords): Cause {
  return cause<Said>({
    code: causeCode,
    docs,
    errors: { names: errors, why },
    find: ({ index }, { denial, requests }) => {
      const { notAPolicyProblem: problem } = denial;
      if (problem === undefined || index !== requests[0]?.index) return [];
      return errors.includes(problem.name ?? problem.code)
        ? [{ layer: null, role: 'gate', problem, status: problem.status }]
        : [];
    },
    explain: ({ problem }) => {
      const said = problem.name === undefined ? ` (AWS says \`${problem.code}\`)` : '';
      return {
        because: `${problem.what}${said}`,
        what: `${capitalized(problem.what)}${said}`,
        why,
        help: help ?? capitalized(problem.help),
      };
    },
    suggest: () => NO_CHANGES,
  });
}
