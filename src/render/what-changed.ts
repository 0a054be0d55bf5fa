import { SPOKEN } from '../evidence/layers.ts';
import { capitalized, VERBS } from '../explain/words.ts';
import { code } from '../policy/words.ts';
import type { DiagnosisJson } from './diagnosis-json.ts';

type RequestJson = DiagnosisJson['requests'][number];
type LayerJson = RequestJson['layers'][number];

const DECISION_WORDS: Record<DiagnosisJson['decision'], string> = {
  allow: 'allowed',
  deny: 'denied',
  undetermined: 'undetermined',
};

/** What is different between two answers to one question, as sentences; never empty. */
export function whatChanged(before: DiagnosisJson, after: DiagnosisJson): string[] {
  const [was, is] = [keyed(before.requests, requestKey), keyed(after.requests, requestKey)];
  const sentences = [
    ...decisionChange(before, after),
    ...[...is].flatMap(([key, request]) => requestChanges(was.get(key), request)),
    ...gone(was, is).map((request) => `${spokenRequest(request)} is no longer needed`),
    ...causeChanges(before, after),
    ...unreadChanges(before, after),
  ];
  return sentences.length === 0 ? ['nothing changed'] : sentences.map(capitalized);
}

/** By key; of several under one key, each by its place among them. */
function keyed<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T> {
  const counts = new Map<string, number>();
  return new Map(
    values.map((value) => {
      const key = keyOf(value);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return [`${count} ${key}`, value];
    }),
  );
}

const gone = <T>(was: ReadonlyMap<string, T>, is: ReadonlyMap<string, T>): T[] =>
  [...was].filter(([key]) => !is.has(key)).map(([, value]) => value);

const requestKey = ({ action, resource }: RequestJson) => `${action} ${resource}`;
const spokenRequest = ({ action, resource }: RequestJson) => `${code(action)} on ${code(resource)}`;

function decisionChange(before: DiagnosisJson, after: DiagnosisJson): string[] {
  if (before.decision === after.decision) return [];
  return [`the call was ${DECISION_WORDS[before.decision]} and is now ${DECISION_WORDS[after.decision]}`];
}

function requestChanges(before: RequestJson | undefined, after: RequestJson): string[] {
  if (before === undefined) return [`${spokenRequest(after)} is needed now`];
  return after.layers.flatMap((layer) => {
    const was = before.layers.find((candidate) => candidate.layer === layer.layer);
    if (was === undefined || spokenOutcome(was) === spokenOutcome(layer)) return [];
    return [
      `${SPOKEN[layer.layer]}, ${code(after.action)}: before "${spokenOutcome(was)}", now "${spokenOutcome(layer)}"`,
    ];
  });
}

const OUTCOME_WORDS: Record<LayerJson['outcomes'][number], (layer: LayerJson['layer']) => string> = {
  allow: (layer) => VERBS[layer].spoken.allows,
  implicitDeny: (layer) => `${VERBS[layer].spoken.does} not allow`,
  explicitDeny: (layer) => `${VERBS[layer].spoken.denies} explicitly`,
};

function spokenOutcome({ layer, outcomes, applies, unreadable }: LayerJson): string {
  if (!applies && unreadable === null) return 'not in play';
  const [only, ...others] = outcomes;
  if (only === undefined || others.length > 0) return unreadable === null ? 'not known' : 'could not be read';
  return OUTCOME_WORDS[only](layer);
}

function causeChanges(before: DiagnosisJson, after: DiagnosisJson): string[] {
  const byWords = ({ causes }: DiagnosisJson) => keyed(causes, ({ code: name, what }) => `${name} ${what}`);
  const [was, is] = [byWords(before), byWords(after)];
  return [...gone(was, is).map(({ what }) => `no longer: ${what}`), ...gone(is, was).map(({ what }) => `new: ${what}`)];
}

function unreadChanges(before: DiagnosisJson, after: DiagnosisJson): string[] {
  const byNeed = ({ unreadable }: DiagnosisJson) =>
    keyed(unreadable, ({ layer, needs, account }) => `${layer} ${needs} ${account ?? ''}`);
  const [was, is] = [byNeed(before), byNeed(after)];
  return [
    ...gone(was, is).map(({ layer, needs }) => `${SPOKEN[layer]} could be read this time (${code(needs)})`),
    ...gone(is, was).map(({ layer, needs }) => `${SPOKEN[layer]} could not be read this time (${code(needs)})`),
  ];
}
