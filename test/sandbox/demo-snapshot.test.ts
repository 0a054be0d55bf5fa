import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseSnapshot } from '../../src/evidence/snapshot.ts';
import { DEMO_SNAPSHOT } from '../../src/sandbox/demo-organization/demo-snapshot-path.ts';
import { recordDemo, snapshotText } from '../../src/sandbox/demo-organization/record-demo.ts';
import { repositoryFile } from '../../src/sandbox/repository-file.ts';

test('the committed snapshot is what the description of the demo organization gives', async () => {
  // `vitest run test/sandbox/demo-snapshot.test.ts --update` writes it anew.
  await expect(snapshotText(await recordDemo())).toMatchFileSnapshot(repositoryFile(DEMO_SNAPSHOT));
});

test('it is a snapshot like any other', async () => {
  expect(parseSnapshot(await readFile(repositoryFile(DEMO_SNAPSHOT), 'utf8')).kind).toBe('parsed');
});
