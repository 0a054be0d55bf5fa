import { type LookedAt, layerOf } from '../case.ts';
import { cause, type Finding } from '../cause.ts';
import { exemptChanges } from '../exempt-changes.ts';
import { capitalized, spokenAct, spokenCaller, spokenStatement } from '../words.ts';

interface NotExcepted extends Finding {
  readonly lookedAt: LookedAt;
  readonly bounded: boolean;
}

/** A Deny with NotPrincipal: it is for everyone who is not listed, and for everyone who has a permissions boundary. */
export const denyNotPrincipal = cause<NotExcepted>({
  code: 'deny-not-principal',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
  find: (request) =>
    request.lookedAt
      .filter(
        ({ trace, layer, statement }) =>
          trace.effect === 'Deny' &&
          statement.notPrincipal !== undefined &&
          layerOf(request, layer)?.outcomes.includes('explicitDeny') === true,
      )
      .flatMap((lookedAt): NotExcepted[] => {
        const { trace, layer } = lookedAt;
        const listed = trace.match === 'no' && trace.failedOn.length === 1 && trace.failedOn[0] === 'principal';
        const bounded = listed && request.evidence.permissionsBoundary.kind !== 'absent';
        if (trace.match !== 'yes' && !bounded) return [];
        return [{ layer, role: bounded ? 'blocker' : 'background', trace, lookedAt, bounded }];
      }),
  explain: ({ lookedAt, bounded }, { request }) => ({
    because: bounded
      ? `${spokenStatement(lookedAt)} denies everyone who has a permissions boundary, whoever its NotPrincipal lists`
      : `${spokenStatement(lookedAt)} denies everyone but those whom its NotPrincipal lists`,
    what: `${capitalized(spokenStatement(lookedAt))} denies ${spokenAct(request)} to ${spokenCaller(request.principal)} by NotPrincipal`,
    why: bounded
      ? 'A Deny with NotPrincipal always denies a caller who has a permissions boundary, even one that is listed'
      : 'To be let go, a role must be listed with its account, and a session with its role and its account',
    help: `Write ${spokenStatement(lookedAt)} with \`Principal: "*"\` and a condition \`ArnNotEquals\` on \`aws:PrincipalArn\`, as AWS recommends`,
  }),
  suggest: ({ lookedAt, bounded }, request) => (bounded ? exemptChanges(lookedAt, request) : []),
});
