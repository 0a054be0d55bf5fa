import { SPOKEN } from '../evidence/layers.ts';
import type { Applicability, Suggestion } from '../explain/diagnosis.ts';
import { joined } from '../explain/words.ts';

/** What a reader is told of how sure a change is. */
export const APPLICABILITY: Record<Applicability, string> = {
  verified: 'Verified: evaluated again with this change, it is allowed',
  unverified: 'Not fully verified',
  needsInput: 'Not before a decision',
};

/** Where the change goes, and whose it is. */
export function spokenWhere({ layer, policy, target, account, owner }: Suggestion): string {
  const where = account === null ? '' : ` in account ${account}`;
  const whose = owner === null ? '' : `; owner: ${owner}`;
  const name = policy === SPOKEN[layer] ? SPOKEN[layer] : `${SPOKEN[layer]}: \`${policy}\``;
  const of = target === '' ? '' : ` (\`${target}\`)`;
  return `${name}${of}${where}${whose}`;
}

/** What has to change as well, with its number among the changes; no sentence if this alone does it. */
export function spokenTogether({ companions }: Pick<Suggestion, 'companions'>): string[] {
  if (companions.length === 0) return [];
  const others = companions.map(({ layer, policy, suggestion }) => {
    const name = policy === SPOKEN[layer] ? policy : `\`${policy}\``;
    if (suggestion >= 0) return `change ${suggestion + 1} (${name})`;
    return `the change of ${policy === SPOKEN[layer] ? policy : `${SPOKEN[layer]} (${name})`}`;
  });
  return [`It takes ${joined(others, 'and')} as well.`];
}
