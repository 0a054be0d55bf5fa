import { LineCounter, parseDocument } from 'yaml';
import { indentJson } from './indent-json.ts';
import { type Place, readFields, readText } from './place.ts';
import { readDenial, readFacts, readSettings } from './read-beside-policies.ts';
import { readEvidence } from './read-evidence.ts';
import { readExpectation } from './read-expectation.ts';
import { readRequest } from './read-request.ts';
import type { ScenarioProblem, ScenarioReading } from './scenario.ts';

/** A scenario file's text as a scenario, or everything that is wrong with it, each with its line. */
export function readScenario(text: string): ScenarioReading {
  const parsed = parseYaml(text);
  if ('problems' in parsed) return { kind: 'invalid', problems: parsed.problems };
  const { file } = parsed;
  const { problems } = file.source;
  if (file.node === null) return { kind: 'invalid', problems: [{ line: 1, path: '', message: 'the file is empty' }] };
  const fields = readFields(file, {
    name: 'required',
    request: 'required',
    evidence: 'optional',
    organization: 'optional',
    settings: 'optional',
    facts: 'optional',
    denial: 'optional',
    expect: 'optional',
  });
  const name = fields?.name === undefined ? undefined : readText(fields.name);
  const request = fields?.request === undefined ? undefined : readRequest(fields.request);
  const evidence = readEvidence(fields?.evidence, fields?.organization);
  const settings = fields?.settings && readSettings(fields.settings);
  const facts = fields?.facts && readFacts(fields.facts);
  const denial = fields?.denial && readDenial(fields.denial);
  const expect = fields?.expect === undefined ? {} : readExpectation(fields.expect);
  if (problems.length > 0 || name === undefined || request === undefined) {
    return { kind: 'invalid', problems: [...problems].sort((a, b) => a.line - b.line) };
  }
  const beside = {
    ...(settings === undefined ? {} : { settings }),
    ...(facts === undefined ? {} : { facts }),
    ...(denial === undefined ? {} : { denial }),
  };
  return { kind: 'scenario', scenario: { name, request, evidence, ...beside, expect } };
}

type Parsed = { readonly file: Place } | { readonly problems: readonly ScenarioProblem[] };

function parseYaml(text: string): Parsed {
  const first = parseOnce(text);
  if (!('problems' in first)) return first;
  // Pasted JSON that is valid but for its indentation.
  const again = parseOnce(indentJson(text));
  return 'problems' in again ? first : again;
}

const NESTED = 'nested too deeply to be read: no policy has so many levels of brackets or indentation';

function parseOnce(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      // The parser calls itself for every level, and tells so when there are too many.
      if (/call stack/i.test(message)) return { line, path: '', message: NESTED };
      return { line, path: '', message: `not YAML at column ${col}: ${message}` };
    });
    return { problems };
  }
  return { file: { source: { document, lines, problems: [] }, node: document.contents, path: '', line: 1 } };
}
