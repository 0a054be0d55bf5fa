import { SPOKEN } from '../evidence/layers.ts';
import type { ReportedReason } from '../request/s3-call.ts';
import type { Case } from './case.ts';
import { mayDeny } from './case.ts';
import type { Diagnosis } from './diagnosis.ts';
import { isNamed } from './suspects.ts';
import { joined } from './words.ts';

type Reported = NonNullable<Diagnosis['reportedReason']>;

/** AWS's own sentence beside our verdict. AWS names one layer, and keeps quiet about others that deny as well. */
export function reportedReasonOf(whole: Case): Reported | null {
  const reason = whole.denial.reportedReason;
  if (reason === undefined) return null;
  const { sentence, layer } = reason;
  return { sentence, layer, ...verdictOn(reason, whole) };
}

function verdictOn(reason: ReportedReason, { requests }: Case): Pick<Reported, 'verdict' | 'because'> {
  const { layer: reported, kind } = reason;
  if (reported === 'unstated') {
    return {
      verdict: 'says nothing of the layer',
      because: 'AWS tells the layer only within one account or organization',
    };
  }
  if (reported === 'roleTrustPolicy') {
    return {
      verdict: 'says nothing of the layer',
      because: 'the sentence is about assuming the role, which comes before any call of S3',
    };
  }
  const layers = requests.flatMap(({ evaluation }) =>
    evaluation.layers.filter(({ layer }) => isNamed(layer, reported)),
  );
  const denying = layers.filter(mayDeny);
  const settled = denying.filter(({ outcomes }) => !outcomes.includes('allow'));
  const sameKind = settled.filter(({ outcomes }) => kind === 'unstated' || outcomes.includes(kind));
  if (sameKind.length > 0) {
    return { verdict: 'agrees', because: `we found the same in ${joined(names(sameKind), 'and')}` };
  }
  if (settled.length > 0) {
    return {
      verdict: 'disagrees',
      because: `AWS speaks of ${KINDS[kind]}, and we found another in ${joined(names(settled), 'and')}`,
    };
  }
  if (denying.length > 0) {
    return {
      verdict: 'agrees',
      because: `${joined(names(denying), 'and')} could be it, and is not settled by what was read`,
    };
  }
  return {
    verdict: 'disagrees',
    because: `AWS names ${SPOKEN[reported]}, and what was read of that layer allows; a policy may have been changed since`,
  };
}

const KINDS: Record<ReportedReason['kind'], string> = {
  implicitDeny: 'a missing Allow',
  explicitDeny: 'an explicit Deny',
  unstated: 'a denial',
};

const names = (layers: readonly { readonly layer: keyof typeof SPOKEN }[]): string[] => [
  ...new Set(layers.map(({ layer }) => SPOKEN[layer])),
];
