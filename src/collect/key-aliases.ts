import { z } from 'zod';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { KeyPlace } from './key-policy.ts';
import { readAll } from './read-all.ts';

const Page = z.looseObject({
  Aliases: z.array(z.looseObject({ AliasName: z.string() })),
  Truncated: z.boolean().optional(),
  NextMarker: z.string().optional(),
});

/** The names of a key's aliases, e.g. `alias/ledger`: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
export async function readKeyAliases(
  session: CollectSession,
  { arn, account, region }: KeyPlace,
): Promise<Reading<readonly string[]>> {
  const aliases = await readAll(
    session,
    'kms:ListAliases',
    { account, region, input: { KeyId: arn }, output: Page },
    {
      items: (page) => page.Aliases,
      next: ({ Truncated, NextMarker }) =>
        Truncated === true ? (NextMarker === undefined ? 'lost' : { Marker: NextMarker }) : undefined,
    },
  );
  return aliases.kind === 'found' ? found(aliases.value.map(({ AliasName }) => AliasName)) : aliases;
}
