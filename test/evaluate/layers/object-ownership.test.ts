import { expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { AclGrant, ObjectOwnership } from '../../../src/evidence/evidence.ts';
import { absent, found } from '../../../src/evidence/reading.ts';

const CALLER = '111122223333';
const OWNER = '444455556666';

/** What the layer can still be for a caller of another account than the bucket's. */
function outcomes(value: ObjectOwnership) {
  const { layers } = evaluate(
    {
      principal: { kind: 'role', arn: `arn:aws:iam::${CALLER}:role/reports`, account: CALLER },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::ledger/k',
      resourceAccount: OWNER,
      context: { keys: new Map(), otherKeys: 'absent' },
    },
    {
      identityPolicies: absent,
      permissionsBoundary: absent,
      sessionPolicies: absent,
      serviceControlPolicies: absent,
      resourceControlPolicies: absent,
      vpcEndpointPolicy: absent,
      accessPointPolicy: absent,
      bucketPolicy: absent,
      blockPublicAccess: absent,
      objectOwnership: found(value),
      keyPolicy: absent,
    },
  );
  return layers.find(({ layer }) => layer === 'objectOwnership')?.outcomes;
}

const read = (grantee: string): readonly AclGrant[] => [{ grantee, permission: 'READ' }];

test.each<[string, ObjectOwnership, readonly string[]]>([
  [
    'a grant to an id that may be the caller’s may let it in',
    { mode: 'ObjectWriter', objectOwner: '777788889999', objectAcl: read('canonical-of-somebody') },
    ['implicitDeny', 'allow'],
  ],
  [
    'a grant to an id that is known not to be the caller’s lets it in nowhere',
    {
      mode: 'ObjectWriter',
      objectOwner: '777788889999',
      objectAcl: read('canonical-of-somebody'),
      callerId: 'canonical-of-caller',
    },
    ['implicitDeny'],
  ],
  [
    'a grant to the caller’s own id lets it in',
    {
      mode: 'ObjectWriter',
      objectOwner: '777788889999',
      objectAcl: read('canonical-of-caller'),
      callerId: 'canonical-of-caller',
    },
    ['allow'],
  ],
  [
    'an object of an owner who may be the caller may be its own',
    { mode: 'ObjectWriter', objectOwner: 'canonical-of-somebody', objectAcl: [] },
    ['implicitDeny', 'allow'],
  ],
  [
    'an object of an owner who is known not to be the caller is not its own',
    {
      mode: 'ObjectWriter',
      objectOwner: 'canonical-of-somebody',
      objectAcl: [],
      callerId: 'canonical-of-caller',
    },
    ['implicitDeny'],
  ],
])('%s', (_sentence, ownership, expected) => {
  expect([...(outcomes(ownership) ?? [])].sort()).toEqual([...expected].sort());
});
