import { expect } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Decision } from '../../../src/evaluate/evaluation.ts';
import type { Evidence } from '../../../src/evidence/evidence.ts';
import { absent, found } from '../../../src/evidence/reading.ts';
import type { ContextValue } from '../../../src/request/condition-context.ts';
import type { Principal } from '../../../src/request/principal.ts';
import { parsePrincipalArn } from '../../../src/request/principal-arn.ts';
import { policyOf, type StatementJson } from '../arbitrary-case.ts';

/** A policy as the page prints it, names and accounts changed, and a request of which the page says what comes of it. */
export interface Row {
  readonly says: string;
  readonly decision: Decision;
  /** An ARN, the name of an AWS service, or `anonymous`. */
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly owner?: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly bucket?: readonly StatementJson[];
  readonly identity?: readonly StatementJson[];
  readonly boundary?: readonly StatementJson[];
  readonly session?: readonly StatementJson[];
  /** One list of statements a level, root first. */
  readonly scps?: readonly (readonly StatementJson[])[];
  readonly rcp?: readonly StatementJson[];
  readonly endpoint?: readonly StatementJson[];
  readonly accessPoint?: readonly StatementJson[];
  readonly key?: readonly StatementJson[];
}

export const OWN = '111122223333';
export const OTHER = '444455556666';
export const ANA = `arn:aws:iam::${OWN}:user/ana`;
export const ROLE = `arn:aws:iam::${OWN}:role/reports`;
export const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
export const OBJECT = `${BUCKET}/photo.png`;
export const ALL: StatementJson = { Effect: 'Allow', Action: '*', Resource: '*' };
export const READ: StatementJson = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/*` };
export const ACCESS_POINT = `arn:aws:s3:us-west-2:${OWN}:accesspoint/my-access-point`;
export const KEY = `arn:aws:kms:us-west-2:${OWN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const ORGANIZATION = { id: 'o-a1b2c3d4e5', managementAccount: '999900001111' };

const principalOf = (caller: string): Principal => {
  if (caller === 'anonymous') return { kind: 'anonymous' };
  if (!caller.startsWith('arn:')) return { kind: 'service', service: caller };
  const principal = parsePrincipalArn(caller);
  return principal.kind === 'notAPrincipal' ? expect.fail(principal.because) : principal;
};

export function decisionOf(row: Row): Decision {
  const keys = Object.entries(row.context ?? {}).map(([key, value]): [string, ContextValue] => [
    key.toLowerCase(),
    { kind: 'known', values: [value] },
  ]);
  const policy = (name: string, statements: readonly StatementJson[]) => policyOf(name, statements);
  const evidence: Evidence = {
    identityPolicies: row.identity === undefined ? absent : found([policy('identity', row.identity)]),
    permissionsBoundary: row.boundary === undefined ? absent : found(policy('boundary', row.boundary)),
    sessionPolicies: row.session === undefined ? absent : found([policy('session', row.session)]),
    serviceControlPolicies:
      row.scps === undefined
        ? absent
        : found(row.scps.map((statements, at) => ({ target: `level ${at}`, policies: [policy('SCP', statements)] }))),
    resourceControlPolicies:
      row.rcp === undefined ? absent : found([{ target: 'root', policies: [policy('RCP', row.rcp)] }]),
    vpcEndpointPolicy: row.endpoint === undefined ? absent : found(policy('endpoint', row.endpoint)),
    accessPointPolicy:
      row.accessPoint === undefined
        ? absent
        : found({ policy: policy('access point', row.accessPoint), networkOrigin: 'Internet' }),
    bucketPolicy: row.bucket === undefined ? absent : found({ policy: policy('bucket', row.bucket) }),
    blockPublicAccess: absent,
    objectOwnership: absent,
    keyPolicy:
      row.key === undefined
        ? absent
        : found({ policy: policy('key', row.key), keyManager: 'CUSTOMER', keyState: 'Enabled', grants: [] }),
    organization: ORGANIZATION,
  };
  const request = {
    principal: principalOf(row.caller),
    action: row.action,
    resource: row.resource,
    resourceAccount: row.owner ?? OWN,
    bucket: { name: 'amzn-s3-demo-bucket', account: row.owner ?? OWN },
    context: { keys: new Map(keys), otherKeys: 'absent' as const },
  };
  return evaluate(request, evidence).decision;
}

/** A user of the account who may read the objects. */
export const through = { caller: ANA, action: 's3:GetObject', resource: OBJECT, identity: [READ] } as const;

export type Pages = Readonly<Record<string, readonly Row[]>>;
export const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
export const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
export const ORG = 'https://docs.aws.amazon.com/organizations/latest/userguide';
export const KMS = 'https://docs.aws.amazon.com/kms/latest/developerguide';
