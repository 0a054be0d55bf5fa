import { SPOKEN } from '../evidence/layers.ts';
import type { LayerUnreadable } from '../explain/diagnosis.ts';
import { roleOfUnread } from '../explain/unread-role.ts';
import { capitalized, joined } from '../explain/words.ts';

/** What could not be read, a sentence for each reason: layers that share one stand together. */
export function foldUnread(unreadable: readonly LayerUnreadable[]): readonly string[] {
  const groups = new Map<string, LayerUnreadable[]>();
  for (const one of unreadable) {
    const key = `${one.needs} ${one.account ?? ''} ${one.because}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const told = new Set<string>();
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [spoken(first, [...new Set(group.map(({ layer }) => SPOKEN[layer]))], told)];
  });
}

/** What to do about a role is told once for each account. */
function spoken(first: LayerUnreadable, layers: readonly string[], told: Set<string>): string {
  const { needs, account, because } = first;
  const names = joined(layers, 'and');
  const role = roleOfUnread(first);
  if (role === null) {
    return `${names}: needs \`${needs}\`${account === undefined ? '' : ` in account ${account}`}: ${because}`;
  }
  if (told.has(role.help)) return `${names}: ${role.short}`;
  told.add(role.help);
  return `${names}: ${because}. ${capitalized(role.help)}`;
}
