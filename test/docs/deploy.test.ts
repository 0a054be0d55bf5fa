import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readTemplate } from '../cloudformation/template.ts';

const ROOT = join(import.meta.dirname, '../..');
const GUIDE = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8');
const Hub = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.string(), AllowedPattern: z.string().optional() })),
  Outputs: z.record(z.string(), z.unknown()),
});
const hub = Hub.parse(parse(readFileSync(join(ROOT, 'infra/hub/parameters.yml'), 'utf8')));
const hubParameters = Object.values(hub.Parameters).map(({ Default }) => /param:(\w+)/.exec(Default)?.[1] ?? '');
const commands = [...GUIDE.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('the guide to deploying', () => {
  test('passes the hub only parameters that it has', () => {
    const passed = all(commands.join('\n'), /--param "(\w+)=/g);
    expect(passed.length).toBeGreaterThan(0);
    expect(passed.filter((name) => !hubParameters.includes(name))).toEqual([]);
  });

  test('passes the hub every parameter that it must have, with a value that it takes', () => {
    for (const { Default, AllowedPattern = '' } of Object.values(hub.Parameters)) {
      const [, name = '', initial = ''] = /param:(\w+), '?([^'}]*)'?\}/.exec(Default) ?? [];
      const given = new RegExp(`--param "${name}=([^"]*)"`).exec(GUIDE)?.[1] ?? initial;
      expect([name, new RegExp(AllowedPattern).test(given)]).toEqual([name, true]);
    }
  });

  test('describes each of the hub’s parameters in its table', () => {
    const rows = GUIDE.split('\n').filter((line) => line.startsWith('| `'));
    expect(hubParameters.filter((name) => !rows.some((row) => row.split('|')[1]?.includes(`\`${name}\``)))).toEqual([]);
  });

  test('names the stack’s outputs', () => {
    expect(Object.keys(hub.Outputs).filter((name) => !GUIDE.includes(`\`${name}\``))).toEqual([]);
  });

  test.each(['diagnostic-role.yml', 'organization-reader.yml', 'event-forwarding.yml'])(
    'passes infra/%s the parameters that it must have, and no others',
    (file) => {
      const { Parameters } = readTemplate(join(ROOT, 'infra', file));
      const command = commands.find((text) => text.includes(`infra/${file}`)) ?? '';
      const passed = [
        ...all(command, /ParameterKey=(\w+)/g),
        ...all(/--parameter-overrides (.*)/.exec(command)?.[1] ?? '', /(\w+)=/g),
      ];
      const needed = Object.entries(Parameters).filter(([, { Default }]) => Default === undefined);
      expect(passed.filter((name) => !(name in Parameters))).toEqual([]);
      expect(needed.map(([name]) => name).filter((name) => !passed.includes(name))).toEqual([]);
    },
  );
});
