import { type Layer, SPOKEN } from '../../evidence/layers.ts';
import type { Unreadable } from '../../evidence/reading.ts';
import { code } from '../../policy/words.ts';
import type { AccessRequest } from '../../request/access-request.ts';
import type { Case, RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { settleUnread } from '../settle-unread.ts';
import { suspectsOf } from '../suspects.ts';
import { roleOfUnread } from '../unread-role.ts';
import { capitalized, joined, spokenAct, THE } from '../words.ts';

interface Unread extends Finding {
  readonly layer: Layer;
  /** Layers that could not be read for one and the same reason. */
  readonly layers: readonly Layer[];
  readonly reading: Unreadable;
  /** The permissions of the call that hang on it. */
  readonly acts: readonly AccessRequest[];
}

/** A layer could not be read, and what is in it would decide. */
export const somethingUnreadable = cause<Unread>({
  code: 'something-unreadable',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  find: toldOnce,
  explain: ({ layers, reading, acts }, rc, whole) => {
    const subject = joined(
      layers.map((layer) => THE[layer]),
      'and',
    );
    const suspects = suspectsOf(rc, whole);
    return {
      because: `${subject} could not be read: ${shortly(reading)}`,
      what: `${capitalized(subject)} could not be read, and could deny ${joined(acts.map(spokenAct), 'and')}`,
      why: [
        capitalized(toldOf(reading)),
        ...(suspects.length === 0
          ? []
          : [
              `AWS did deny the call, so of the layers that are looked at only ${joined(
                suspects.map((suspect) => SPOKEN[suspect]),
                'or',
              )} can have done it, unless a policy was changed since or something that is not modelled decides`,
            ]),
      ].join('. '),
      help: settleUnread(reading),
    };
  },
  suggest: () => NO_CHANGES,
});

/** What is not read for several permissions of a call is told with the first of them, of them all. */
function toldOnce(rc: RequestCase, { requests }: Case): readonly Unread[] {
  const others = requests
    .filter(({ index }) => index !== rc.index)
    .flatMap((request) => unreadByReason(request).map((unread) => ({ request, unread })));
  return unreadByReason(rc).flatMap((own) => {
    const isToldBefore = others.some(({ request, unread }) => request.index < rc.index && covers(unread, own));
    if (isToldBefore) return [];
    const later = others.filter(({ request, unread }) => request.index > rc.index && covers(own, unread));
    return [{ ...own, acts: [rc.request, ...later.map(({ request }) => request.request)] }];
  });
}

const covers = (one: Unread, other: Unread): boolean =>
  keyOf(one.reading) === keyOf(other.reading) && other.layers.every((layer) => one.layers.includes(layer));

const keyOf = ({ needs, account, because }: Unreadable) => `${needs} ${account ?? ''} ${because}`;

function unreadByReason({ evaluation, request }: RequestCase): readonly Unread[] {
  if (evaluation.decision !== 'undetermined') return [];
  const groups = new Map<string, Unread>();
  for (const { layer, outcomes, unreadable } of evaluation.layers) {
    if (outcomes.length < 2) continue;
    for (const reading of unreadable) {
      const key = keyOf(reading);
      const layers = [...new Set([...(groups.get(key)?.layers ?? []), layer])];
      groups.set(key, { layer: layers[0] ?? layer, role: 'open', layers, reading, acts: [request] });
    }
  }
  return [...groups.values()];
}

/** Of a call that may have come another way, the role is told with the other layers. */
const toldOf = (reading: Unreadable) =>
  reading.question === undefined ? reading.because : (roleOfUnread(reading)?.short ?? reading.because);

/** Which permission is missing in which account, or which role, where it is a matter of that. */
function shortly(reading: Unreadable): string {
  const { reason, needs, account, because } = reading;
  if (reason === 'denied') return `that needs ${code(needs)}${account === undefined ? '' : ` in account ${account}`}`;
  return roleOfUnread(reading)?.short ?? because;
}
