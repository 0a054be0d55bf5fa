import { code } from '../../policy/words.ts';
import { principalAccount } from '../../request/principal.ts';
import { principalName } from '../../request/principal-arn.ts';
import type { RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenAct, spokenCaller } from '../words.ts';

/** IAM has no role or user of that name: nobody calls as it, and nothing can be given to it. */
export const noSuchCaller = cause<Finding>({
  code: 'no-such-caller',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
  find: ({ index }, { collected, requests }) =>
    index === requests[0]?.index && collected.facts?.callerExists === false
      ? [{ layer: null, role: 'openGate', alone: true }]
      : [],
  explain: (_finding, rc) => {
    const missing = `account ${principalAccount(rc.request.principal) ?? ''} has no ${named(rc)}`;
    return {
      because: missing,
      headline: `Whether ${spokenCaller(rc.request.principal)} may do ${spokenAct(rc.request)} is not settled: ${missing}, and nobody can make this call as it`,
      what: `IAM has no such caller: ${missing}`,
      why: 'It was deleted, or its name or account is another. A policy cannot name a role or user that is not there, and what names it by its ARN is not valid any more for one that is made anew',
      help: 'Look at the name and the account of the caller (`aws sts get-caller-identity` shows who calls), and ask again with the one that is there',
    };
  },
  suggest: () => NO_CHANGES,
});

function named({ request: { principal } }: RequestCase): string {
  const name = 'arn' in principal ? code(principalName(principal.arn)) : '';
  return `${principal.kind === 'user' ? 'user' : 'role'} ${name}`;
}
