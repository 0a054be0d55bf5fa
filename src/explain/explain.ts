import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Case, ExplainInput } from './case.ts';
import { caseOf } from './case.ts';
import type { Finding } from './cause.ts';
import type { Diagnosis, ExplainedCause, LayerUnreadable } from './diagnosis.ts';
import { fixOf } from './fix.ts';
import { headlineOf } from './headline.ts';
import { orderedCauses, type WeighedCause } from './order-causes.ts';
import { patternsFor } from './patterns.ts';
import { reportedReasonOf } from './reported-reason.ts';
import { suggestionsFor } from './suggestions.ts';
import { untoldNotes } from './told-notes.ts';

/** Turns the evaluations of one call into words and changes. Pure: no clock, no AWS. */
export function explain({ denial, collected, evaluations, trail, notes }: ExplainInput): Diagnosis {
  const whole = caseOf({ denial, collected, evaluations, trail });
  const { causes, further } = orderedCauses(whole);
  const role = causes[0]?.cause.finding.role;
  const gate = role === 'gate' || role === 'openGate';
  const codes = causes.map(({ cause }) => cause.code);
  // What policies would allow is of no use to a call that ends before them, and their change no help.
  const changes = gate ? [] : suggestionsFor(whole);
  const suggestions = gate ? [] : [...changes, ...patternsFor(whole, changes.length)];
  return {
    call: {
      operation: denial.call.action ?? denial.call.operation,
      bucket: collected.bucket,
      key: denial.call.key ?? null,
      principal: collected.principalArn,
      bucketAccount: collected.bucketAccount,
      region: collected.region,
    },
    asked: denial.call,
    decision: gate ? gateDecision(causes[0]?.cause.finding) : whole.decision,
    evaluations,
    headline: headlineOf(whole, causes),
    fix: fixOf(whole, causes, changes),
    causes: causes.map(explained),
    suggestions,
    trail,
    reportedReason: reportedReasonOf(whole),
    unreadable: unreadableOf(whole),
    notes: [
      ...new Set([
        ...untoldNotes([...collected.notes, ...notes], collected.topics ?? [], codes),
        ...evaluations.flatMap(notesOf),
        ...(further === 0
          ? []
          : [`${further} more statements that allow came close, though less so; \`--verbose\` shows every statement`]),
      ]),
    ],
  };
}

/** Of a call that ends with something else than a 403, or that may end, neither an allow nor a denial is told. */
const gateDecision = ({ role, status = 403 }: Partial<Finding> = {}): Diagnosis['decision'] =>
  status === 403 && role === 'gate' ? 'deny' : 'undetermined';

function notesOf({ notes, overBound }: Evaluation): readonly string[] {
  return overBound
    ? [...notes, 'More condition keys are unknown than can be tried out together, so the answer is left open']
    : notes;
}

function explained({ cause, weight }: WeighedCause): ExplainedCause {
  const { code, finding, request, docs } = cause;
  const { what, why, help } = cause.explanation();
  const status = finding.role === 'gate' ? { status: finding.status === undefined ? 403 : finding.status } : {};
  return { code, layer: finding.layer, request, weight, ...status, what, why, help, docs };
}

/** What could not be read, once for the whole call. */
function unreadableOf({ requests }: Case): readonly LayerUnreadable[] {
  const found = requests.flatMap(({ evaluation }) =>
    evaluation.layers.flatMap(({ layer, unreadable }) => unreadable.map((reading) => ({ ...reading, layer }))),
  );
  const keyed = new Map(found.map((one) => [`${one.layer} ${one.needs} ${one.account ?? ''} ${one.because}`, one]));
  return [...keyed.values()];
}
