import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LAYERS, type Layer } from '../../src/evidence/layers.ts';
import type { Diagnosis } from '../../src/explain/diagnosis.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { readAnyScenario, SCENARIO_FILES } from '../scenario-file.ts';
import { CAUSE_SCENARIOS } from './cause-scenario.ts';

/** How people name a layer, beside AWS's own words. */
const NAMES: Record<Layer, RegExp> = {
  identityPolicies: /identity-based polic|inline policy|attached policy|managed policy|permission set|trust policy/i,
  permissionsBoundary: /permissions boundary/i,
  sessionPolicies: /session polic/i,
  serviceControlPolicies: /\bSCPs?\b/,
  resourceControlPolicies: /\bRCPs?\b/,
  vpcEndpointPolicy: /VPC endpoint/i,
  accessPointPolicy: /access point/i,
  bucketPolicy: /bucket policy/i,
  blockPublicAccess: /Block Public Access/i,
  objectOwnership: /Object Ownership|ACL|the object belongs/,
  keyPolicy: /key policy|`aws\/s3`|KMS key|its key/i,
};

function diagnose(file: string): Diagnosis {
  const { request, evidence, ...beside } = readAnyScenario(file);
  return explainRequest(request, evidence, beside);
}

/** What a person sees first: the headline, and what to do. */
function firstTwoLines(one: Diagnosis): readonly [headline: string, fix: string] {
  const [headline = '', fix = ''] = renderTerminal(one, { verbose: false, color: false, width: 80 }).split('\n');
  return [headline, fix.startsWith('Fix: ') ? fix : ''];
}

/** After what was asked: because of which statement in which layer. */
const reasonIn = (headline: string) =>
  / (?:may not do|may do) `[^`]+` on .+?(?:: | and yet |: whatever )(.+)$/.exec(headline)?.[1] ?? '';

const namedIn = (text: string): readonly Layer[] => LAYERS.filter((layer) => NAMES[layer].test(text));

/** The layer to which a reader of the reason goes first; what is said to allow it is not meant. */
function blamedIn(reason: string): Layer | undefined {
  const blaming = reason.replace(/^.*? (?:allows? it,|leaves it to) /, '');
  const at = (layer: Layer) => blaming.search(NAMES[layer]);
  return LAYERS.filter((layer) => at(layer) >= 0).sort((one, other) => at(one) - at(other))[0];
}

/** Layers that stand in the way: to these and no others a reader may be sent. */
const blockers = ({ evaluations }: Diagnosis): readonly Layer[] =>
  evaluations.flatMap(({ layers }) => layers.filter(({ blocking }) => blocking)).map(({ layer }) => layer);

const DENIED = SCENARIO_FILES.filter((file) => diagnose(file).decision === 'deny');
const UNDETERMINED = SCENARIO_FILES.filter((file) => diagnose(file).decision === 'undetermined');

describe('the first two lines alone', () => {
  test.each(DENIED)('%s: say who may not do what, and why', (file) => {
    const [headline, fix] = firstTwoLines(diagnose(file));
    expect(headline).toMatch(/^✗ [A-Z][\w ]+\. (?:.+ may not do `[^`]+` on .+|S3 answers .+): .{10,}$/);
    expect(fix).toMatch(/^Fix: [A-Z].{8,}/);
  });

  test.each(DENIED)('%s: name a layer that stands in the way before any other', (file) => {
    const one = diagnose(file);
    const [first] = one.causes;
    const reason = reasonIn(firstTwoLines(one)[0]);
    if (first?.weight !== 'decides' || first.layer === null || blockers(one).length === 0) return;
    // Of a directory bucket the permission is told that does give access, in place of where it is missing.
    if (one.causes.some(({ code }) => code === 'directory-bucket')) {
      expect(reason).toContain('s3express:CreateSession');
      return;
    }
    expect(blockers(one), reason).toContain(blamedIn(reason));
  });

  test.each(DENIED)('%s: name the statement that denies, or the key of the network that it asks for', (file) => {
    const one = diagnose(file);
    const [first] = one.causes;
    const denies = one.evaluations
      .flatMap(({ layers }) => layers)
      .filter(({ outcomes, layer }) => layer === first?.layer && outcomes.join() === 'explicitDeny')
      .flatMap(({ statements }) => statements.filter(({ effect, match }) => effect === 'Deny' && match === 'yes'));
    // Of an access point for one VPC the network is told, which says more than the Deny that comes of it.
    if (denies.length === 0 || one.causes.some(({ code }) => code === 'vpc-only-access-point')) return;
    const [headline] = firstTwoLines(one);
    const names = denies.map(({ sid, index }) =>
      sid === undefined ? `tatement ${index + 1} ` : `tatement \`${sid}\``,
    );
    expect(
      names.some((name) => headline.includes(name)),
      headline,
    ).toBe(true);
  });

  test.each(DENIED)('%s: send nobody to a policy that no change is of', (file) => {
    const one = diagnose(file);
    const [, fix] = firstTwoLines(one);
    const changed = new Set(one.suggestions.map(({ layer }) => layer));
    if (changed.size === 0) return;
    const [lead] = one.suggestions
      .filter(({ says }) => fix.toLowerCase().includes(says.toLowerCase()))
      .map(({ layer }) => layer);
    // The change that is told is one of those that are shown below, word for word, or the call itself is to be made otherwise.
    if (lead === undefined) {
      expect(
        one.causes.map(({ help }) => help).some((help) => fix.includes(help)),
        fix,
      ).toBe(true);
      return;
    }
    expect(namedIn(fix), fix).toContain(lead);
    const instead = /or change the (.+?) instead/.exec(fix)?.[1] ?? '';
    for (const layer of namedIn(instead)) expect([...changed]).toContain(layer);
  });

  test.each(UNDETERMINED)('%s: say what is not known, and what would settle it', (file) => {
    const one = diagnose(file);
    const [headline, fix] = firstTwoLines(one);
    expect(headline).toMatch(/^\? /);
    if (one.causes[0]?.weight === 'decides') {
      expect(headline).toMatch(
        /^\? (?:Undetermined\. Whether .+ may do `[^`]+` on .+ is not settled|Not a denial\. S3 answers \d+ to .+ for `[^`]+` on .+): .{10,}$/,
      );
    }
    expect(fix).toMatch(/^Fix: [A-Z].{8,}/);
    const needs = one.unreadable.filter(({ layer }) => layer === one.causes[0]?.layer).map((reading) => reading.needs);
    if (one.causes[0]?.code === 'something-unreadable') {
      expect(
        needs.some((permission) => `${headline}${fix}`.includes(permission)),
        fix,
      ).toBe(true);
    }
  });
});

describe('a golden', () => {
  test.each(CAUSE_SCENARIOS)('%s begins with its headline and its fix', (name) => {
    const golden = readFileSync(join(import.meta.dirname, `goldens/${name}.txt`), 'utf8');
    const [headline = '', fix = ''] = golden.split('\n');
    expect(headline).toMatch(/^[✗✓?] \S+/);
    expect(fix).toMatch(/^Fix: \S/);
  });

  test.each(CAUSE_SCENARIOS)('%s has none of the words that only we use', (name) => {
    const golden = readFileSync(join(import.meta.dirname, `goldens/${name}.txt`), 'utf8');
    expect(golden).not.toMatch(
      /\b(?:worlds?|readings|remed(?:y|ies)|grantors?|candidates?|witness(?:es)?|evidence|gate)\b/i,
    );
    for (const layer of [...LAYERS, 'implicitDeny', 'explicitDeny']) expect(golden).not.toContain(layer);
  });
});
