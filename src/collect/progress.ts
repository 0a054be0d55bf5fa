import type { Layer } from '../evidence/layers.ts';
import type { Reading } from '../evidence/reading.ts';
import type { CollectSession } from './collect-session.ts';

/** The same reading, with word given when it begins and when it is there. */
export async function tracked<T>(
  session: CollectSession,
  layer: Layer,
  reading: Promise<Reading<T>>,
): Promise<Reading<T>> {
  session.onProgress({ layer, state: 'reading' });
  const read = await reading;
  session.onProgress({ layer, state: read.kind });
  return read;
}
