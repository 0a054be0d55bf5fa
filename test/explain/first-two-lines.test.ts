import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Layer } from '../../src/evidence/layers.ts';
import { SPOKEN } from '../../src/evidence/layers.ts';
import { explainRequest } from '../../src/explain/explain-request.ts';
import { CAUSE_SCENARIOS, causeScenario } from './cause-scenario.ts';

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

describe('the first two lines alone', () => {
  test.each(CAUSE_SCENARIOS)('%s: name the layer, and what to change', (name) => {
    const golden = readFileSync(join(import.meta.dirname, `goldens/${name}.txt`), 'utf8');
    const [headline = '', fix = ''] = golden.split('\n');
    const { request, evidence, ...beside } = causeScenario(name);
    const [first] = explainRequest(request, evidence, beside).causes;
    if (first?.weight === 'decides' && first.layer !== null) {
      expect(headline).toMatch(NAMES[first.layer]);
    }
    if (/^✗/.test(headline)) expect(headline).toMatch(/ may not do `[^`]+` on .+(?:: | because )/);
    expect(fix).toMatch(/^Fix: \S/);
  });

  test.each(CAUSE_SCENARIOS)(
    '%s: name the statement that denies, and the policy that the first change is of',
    (name) => {
      const golden = readFileSync(join(import.meta.dirname, `goldens/${name}.txt`), 'utf8');
      const [headline = '', fix = ''] = golden.split('\n');
      const { request, evidence, ...beside } = causeScenario(name);
      const { causes, suggestions, evaluations } = explainRequest(request, evidence, beside);
      const [first] = causes;
      const denies = evaluations
        .flatMap(({ layers }) => layers)
        .filter(({ outcomes, layer }) => layer === first?.layer && outcomes.join() === 'explicitDeny')
        .flatMap(({ statements }) => statements.filter(({ effect, match }) => effect === 'Deny' && match === 'yes'));
      // Of an access point for one VPC the network is told, which says more than the Deny that comes of it.
      if (denies.length > 0 && !causes.some(({ code }) => code === 'vpc-only-access-point')) {
        expect(
          denies.some(({ sid, index }) =>
            headline.includes(sid === undefined ? `statement ${index + 1}` : `\`${sid}\``),
          ),
        ).toBe(true);
      }
      const changes = suggestions.filter(({ applicability }) => applicability !== 'needsInput');
      if (changes.length > 0) {
        expect(
          changes.some(
            ({ policy, layer }) => fix.includes(policy) || fix.includes(SPOKEN[layer]) || NAMES[layer].test(fix),
          ),
        ).toBe(true);
      }
    },
  );
});
