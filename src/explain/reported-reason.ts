import type { LayerEvaluation } from '../evaluate/evaluation.ts';
import { type Layer, SPOKEN } from '../evidence/layers.ts';
import { code } from '../policy/words.ts';
import type { ReportedReason } from '../request/s3-call.ts';
import type { Case, RequestCase } from './case.ts';
import { mayDeny } from './case.ts';
import type { Diagnosis } from './diagnosis.ts';
import { isNamed } from './suspects.ts';
import { joined, THE } from './words.ts';

type Reported = NonNullable<Diagnosis['reportedReason']>;
type Verdict = Pick<Reported, 'verdict' | 'because'>;

/** AWS's own sentence beside our verdict. AWS names one layer, and keeps quiet about others that deny as well. */
export function reportedReasonOf(whole: Case): Reported | null {
  const reason = whole.denial.reportedReason;
  if (reason === undefined) return null;
  const { sentence, layer } = reason;
  return { sentence, layer, ...verdictOn(reason, whole) };
}

const silent = (because: string): Verdict => ({ verdict: 'says nothing of the layer', because });

function verdictOn(reason: ReportedReason, whole: Case): Verdict {
  const { layer: reported, kind } = reason;
  if (whole.denial.notAPolicyProblem !== undefined) return { verdict: 'agrees', because: 'the answer follows from it' };
  if (reported === 'unstated') {
    return silent(
      kind === 'explicitDeny'
        ? 'AWS speaks of an explicit Deny, and not of where it stands'
        : 'AWS names it only to callers of the same account or organization, and never in an answer to HEAD',
    );
  }
  if (reported === 'roleTrustPolicy') {
    return silent('the sentence is about assuming the role, which comes before any call of S3');
  }
  const named = requestsOf(reason, whole).flatMap((request) =>
    request.evaluation.layers.filter(({ layer }) => isNamed(layer, reported)).map((layer) => ({ layer, request })),
  );
  const settled = named.filter(({ layer, request }) => standsInTheWay(layer, request)).map(({ layer }) => layer);
  const same = settled.filter(({ outcomes }) => kind === 'unstated' || outcomes.includes(kind));
  if (same.length > 0) {
    return { verdict: 'agrees', because: `we found the same in ${the(same)}${otherPolicy(reason, same)}` };
  }
  if (settled.length > 0) {
    const because = `AWS speaks of ${KINDS[kind]}, and in ${the(settled)} we found ${KINDS[otherKind(kind)]}`;
    return { verdict: 'disagrees', because };
  }
  const open = named.map(({ layer }) => layer).filter((layer) => layer.outcomes.length > 1 && mayDeny(layer));
  if (open.length > 0) {
    return { verdict: 'agrees', because: `${the(open)} could be it, and what was read does not settle it` };
  }
  const idle = named.find(({ layer }) => mayDeny(layer));
  const found =
    idle === undefined
      ? `what was read of that layer ${named.some(({ layer }) => layer.applies) ? 'allows' : 'has no say in'} the call`
      : `by what was read the call needs no Allow there`;
  const because = `AWS names ${THE[reported]}, and ${found}; a policy may have been changed since, or AWS saw another request`;
  return { verdict: 'disagrees', because };
}

/** The permission that the sentence is about; every one of the call where it is none of them, or names none. */
function requestsOf({ action }: ReportedReason, { requests }: Case): readonly RequestCase[] {
  const about = requests.filter(({ request }) => request.action.toLowerCase() === action?.toLowerCase());
  return about.length > 0 ? about : requests;
}

/** It does not allow in any case, and that counts: where another layer gives the access, an Allow that is missing here does not. */
function standsInTheWay(layer: LayerEvaluation, { evaluation }: RequestCase): boolean {
  if (layer.outcomes.includes('allow')) return false;
  return layer.outcomes.includes('explicitDeny') || layer.blocking || evaluation.decision === 'undetermined';
}

/** AWS names the policy that denies, where it is no resource's: ours may be another one. */
function otherPolicy({ policyArn }: ReportedReason, layers: readonly LayerEvaluation[]): string {
  const denying = layers
    .flatMap(({ statements }) => statements)
    .filter(({ effect, match }) => effect === 'Deny' && match === 'yes');
  if (policyArn === undefined || denying.some((statement) => (statement.policyArn ?? policyArn) === policyArn))
    return '';
  return `, in another policy than ${code(policyArn)}, which AWS names`;
}

const KINDS: Record<ReportedReason['kind'], string> = {
  implicitDeny: 'an Allow that is missing',
  explicitDeny: 'an explicit Deny',
  unstated: 'a denial',
};

const otherKind = (kind: ReportedReason['kind']): ReportedReason['kind'] =>
  kind === 'explicitDeny' ? 'implicitDeny' : 'explicitDeny';

const withArticle = (layer: Layer) =>
  layer === 'blockPublicAccess' || layer === 'objectOwnership' ? SPOKEN[layer] : `the ${SPOKEN[layer]}`;

const the = (layers: readonly LayerEvaluation[]): string =>
  joined([...new Set(layers.map(({ layer }) => withArticle(layer)))], 'and');
