import { z } from 'zod';
import { found, type Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';
import type { KeyPlace } from './key-policy.ts';
import { readAll } from './read-all.ts';

const Page = z.looseObject({
  Tags: z.array(z.looseObject({ TagKey: z.string(), TagValue: z.string() })),
  Truncated: z.boolean().optional(),
  NextMarker: z.string().optional(),
});

/** The tags of a KMS key: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export async function readKeyTags(
  session: CollectSession,
  { arn, account, region }: KeyPlace,
): Promise<Reading<Readonly<Record<string, string>>>> {
  const tags = await readAll(
    session,
    'kms:ListResourceTags',
    { account, region, input: { KeyId: arn }, output: Page },
    {
      items: (page) => page.Tags,
      next: ({ Truncated, NextMarker }) =>
        Truncated === true ? (NextMarker === undefined ? 'lost' : { Marker: NextMarker }) : undefined,
    },
  );
  if (tags.kind !== 'found') return tags;
  return found(Object.fromEntries(tags.value.map(({ TagKey, TagValue }) => [TagKey, TagValue])));
}
