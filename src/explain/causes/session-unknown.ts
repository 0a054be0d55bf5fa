import { code } from '../../policy/words.ts';
import { type LookedAt, layerOf } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenAct, spokenStatement } from '../words.ts';

interface WhichSession extends Finding {
  readonly lookedAt: LookedAt;
  readonly session: string;
}

/** A statement names one session of the caller's role, and nobody told which session calls. */
export const sessionUnknown = cause<WhichSession>({
  code: 'session-unknown',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  find: (request) =>
    request.evaluation.decision === 'undetermined'
      ? request.lookedAt.flatMap((lookedAt): WhichSession[] => {
          const { layer, trace, statement } = lookedAt;
          const entry = (statement.principal ?? statement.notPrincipal)?.find(
            (one) => one.kind === 'aws' && one.value.includes(':assumed-role/'),
          );
          const open = trace.match === 'unknown' && (layerOf(request, layer)?.outcomes.length ?? 0) > 1;
          if (entry === undefined || !('value' in entry) || !open || !trace.failedOn.includes('principal')) return [];
          return [{ layer, role: 'open', trace, lookedAt, session: entry.value }];
        })
      : [],
  explain: ({ lookedAt, session }, { request }) => ({
    because: `${spokenStatement(lookedAt)} names the session ${code(session)}, and which session of the role calls, nobody told`,
    what: `Whether ${spokenStatement(lookedAt)} ${lookedAt.trace.effect === 'Allow' ? 'allows' : 'denies'} ${spokenAct(request)} depends on which session of the role calls`,
    why: "A session ARN in a Principal names one session only; the role's ARN names all of its sessions",
    help: 'Ask with the ARN of the session (`aws sts get-caller-identity` shows it), or from the denied event, which holds it',
  }),
  suggest: () => NO_CHANGES,
});
