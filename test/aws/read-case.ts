import type { CollectSession } from '../../src/collect/collect-session.ts';
import type { OwnedBucket } from '../../src/collect/owned-bucket.ts';
import type { ReadName } from '../../src/collect/reads.ts';
import type { Unreadable } from '../../src/evidence/reading.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import type { PolicyDocument } from '../../src/policy/policy-document.ts';
import { REGION } from './account-clients.ts';
import { type EveryRead, RECORDS } from './every-read.ts';
import type { World } from './world.ts';

/** Where a read is made, and what is there. */
export interface ReadPlace {
  readonly session: CollectSession;
  readonly world: World;
  readonly every: EveryRead;
}

/** What is read, by which reads, and what comes of it. */
export type ReadCase = readonly [
  sentence: string,
  reads: readonly ReadName[],
  read: (place: ReadPlace) => Promise<unknown>,
  reading: (place: ReadPlace) => unknown,
];

export const recordsIn = ({ world }: ReadPlace): OwnedBucket => ({
  name: RECORDS,
  partition: 'aws',
  account: world.accounts.data,
  region: REGION,
});

export function documentOf(text: string): PolicyDocument | Unreadable {
  const parsed = parsePolicyDocument(text);
  if (parsed.kind === 'parsed') return parsed.document;
  throw new Error(`the test's own policy does not parse: ${parsed.because}`);
}
