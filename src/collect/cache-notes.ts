import { z } from 'zod';
import type { CollectSession } from './collect-session.ts';
import type { ReadName } from './reads.ts';
import { spokenAge } from './spoken-age.ts';

/** An answer that came from the cache. */
export interface AgedAnswer {
  readonly name: ReadName;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: unknown;
  readonly readAt: string;
}

const OF_TYPE: Readonly<Record<string, string>> = {
  SERVICE_CONTROL_POLICY: 'service control policies',
  RESOURCE_CONTROL_POLICY: 'resource control policies',
};
const PLACES = 'places of the accounts in the organization';
const OF_READ: Readonly<Partial<Record<ReadName, string>>> = {
  'organizations:DescribeEffectivePolicy': "the organization's Block Public Access",
  'organizations:ListAccounts': "list of the organization's accounts",
};

const Described = z.looseObject({
  Policy: z.looseObject({ PolicySummary: z.looseObject({ Type: z.string() }) }),
});

function subjectsOf({ name, input, output }: AgedAnswer): readonly string[] {
  if (name === 'organizations:ListPoliciesForTarget') return spoken(input.Filter);
  if (name !== 'organizations:DescribePolicy') return [OF_READ[name] ?? PLACES];
  const described = Described.safeParse(output);
  return spoken(described.success ? described.data.Policy.PolicySummary.Type : undefined);
}

/** A policy that does not say of which type it is may be of either. */
function spoken(type: unknown): readonly string[] {
  const subject = typeof type === 'string' ? OF_TYPE[type] : undefined;
  return subject === undefined ? Object.values(OF_TYPE) : [subject];
}

const ORDER = [...Object.values(OF_TYPE), ...Object.values(OF_READ), PLACES];

/** Says of everything that was not read anew how old it is, by the oldest answer: a change since then is not in this answer. */
export function cacheNotes({ aged, now }: CollectSession): readonly string[] {
  if (aged.length === 0) return [];
  const subjects = new Set(aged.flatMap(subjectsOf));
  const [oldest = ''] = aged.map(({ readAt }) => readAt).sort();
  const named = ORDER.filter((subject) => subjects.has(subject));
  return [
    `From the cache: ${listed(named)} as read ${spokenAge(oldest, now)}; a change since then is not seen. \`--fresh\` and the Re-run button read them anew.`,
  ];
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
