import { code } from '../../policy/words.ts';
import { principalAccount } from '../../request/principal.ts';
import type { LookedAt } from '../case.ts';
import { layerOf } from '../case.ts';
import type { Finding } from '../cause.ts';
import { cause, NO_CHANGES } from '../cause.ts';
import { spokenAct, spokenStatement } from '../words.ts';

interface Unknown extends Finding {
  readonly lookedAt: LookedAt;
  readonly id: string;
}

/** The Principal is a canonical user ID, which does not tell whose account it is. */
export const canonicalUserUnknown = cause<Unknown>({
  code: 'canonical-user-unknown',
  docs: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
  find: (request) =>
    request.evaluation.decision === 'undetermined'
      ? request.lookedAt.flatMap((lookedAt): Unknown[] => {
          const { layer, trace, statement } = lookedAt;
          const entry = (statement.principal ?? statement.notPrincipal)?.find(({ kind }) => kind === 'canonicalUser');
          const open = trace.match === 'unknown' && (layerOf(request, layer)?.outcomes.length ?? 0) > 1;
          if (entry === undefined || !('value' in entry) || !open || !trace.failedOn.includes('principal')) return [];
          return [{ layer, role: 'open', trace, lookedAt, id: entry.value }];
        })
      : [],
  explain: ({ lookedAt, id }, { request }) => {
    const account = principalAccount(request.principal) ?? 'of the caller';
    const does = lookedAt.trace.effect === 'Allow' ? 'allows' : 'denies';
    return {
      because: `${spokenStatement(lookedAt)} names the canonical user ID ${code(id)}, which does not tell whose account it is`,
      what: `Whether ${spokenStatement(lookedAt)} ${does} ${spokenAct(request)} depends on whose canonical user ID ${code(id)} is`,
      why: 'A canonical user ID stands for a whole AWS account, in an obfuscated form of its account ID that only the account itself is told',
      help: `Compare it with what \`aws s3api list-buckets --query Owner.ID\` says in account ${account}, or have the statement name the account by its id`,
    };
  },
  suggest: () => NO_CHANGES,
});
