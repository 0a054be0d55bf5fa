// Writes the actions that src/collect/reads.ts declares into the templates that grant them. Read the diff: it is what the
// roles in every account may do from then on. npm run generate:permissions
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const ROOT = new URL('../', import.meta.url);
const PERMISSIONS = new URL('src/collect/permissions.ts', ROOT).pathname;

const bundled = await build({
  entryPoints: [PERMISSIONS],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const { DIAGNOSTIC_ROLE_PERMISSIONS, ORGANIZATION_READER_PERMISSIONS } = await import(
  `data:text/javascript,${encodeURIComponent(bundled.outputFiles[0].text)}`
);

/** Each statement of this Sid that allows something gets these actions. */
const GRANTS = [
  ['infra/diagnostic-role.yml', 'ReadWhatDecides', DIAGNOSTIC_ROLE_PERMISSIONS],
  ['infra/organization-reader.yml', 'ReadForDiagnosis', ORGANIZATION_READER_PERMISSIONS],
  ['infra/organization-reader.yml', 'ReadOrganization', ORGANIZATION_READER_PERMISSIONS],
  ['infra/hub/roles.yml', 'OrganizationPolicies', ORGANIZATION_READER_PERMISSIONS],
];

for (const [file, sid, actions] of GRANTS) {
  const url = new URL(file, ROOT);
  const text = await readFile(url, 'utf8');
  // From the Sid to its list of actions, the list, and nothing of the statement after it.
  const statement = new RegExp(
    `(- Sid: ${sid}\\n(?:(?! *- Sid:).*\\n)*? *Action:\\n)( *)- [\\w:]+\\n(?: *- [\\w:]+\\n)*`,
    'g',
  );
  if (text.match(statement) === null) throw new Error(`${file} has no statement ${sid}`);
  const list = (indent) =>
    [...actions]
      .sort()
      .map((action) => `${indent}- ${action}\n`)
      .join('');
  await writeFile(
    url,
    text.replace(statement, (_whole, before, indent) => `${before}${list(indent)}`),
  );
}
