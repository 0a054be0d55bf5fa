import type { Layer } from '../evidence/layers.ts';
import { parseArn } from '../request/arn.ts';
import { principalName } from '../request/principal-arn.ts';
import { parseS3Arn } from '../request/s3-arn.ts';
import type { PolicyPlace } from './policy-change.ts';
import { permissionSetOf } from './policy-places.ts';

/** The AWS CLI command that puts the changed document, from a file, in its place; null where no one command does. */
export function applyCommand(place: PolicyPlace): string | null {
  const words = COMMANDS[place.layer](place);
  return words === null ? null : `aws ${words.map(shellWord).join(' ')}`;
}

type Words = readonly string[] | null;

const file = ({ name }: PolicyPlace) => `file://${name.replace(/[^\w.-]+/g, '-')}.json`;

const COMMANDS: Record<Layer, (place: PolicyPlace) => Words> = {
  identityPolicies: identityPolicy,
  permissionsBoundary: managedPolicy,
  sessionPolicies: () => null,
  serviceControlPolicies: organizationPolicy,
  resourceControlPolicies: organizationPolicy,
  vpcEndpointPolicy: (place) => {
    const id = /vpce-[0-9a-f]+/.exec(`${place.target} ${place.name}`)?.[0];
    if (id === undefined) return null;
    return ['ec2', 'modify-vpc-endpoint', '--vpc-endpoint-id', id, '--policy-document', file(place)];
  },
  accessPointPolicy: (place) => {
    const arn = parseS3Arn(place.target);
    if (arn?.kind !== 'accessPoint') return null;
    const of = ['--account-id', arn.account, '--name', arn.name, '--region', arn.region];
    return ['s3control', 'put-access-point-policy', ...of, '--policy', file(place)];
  },
  bucketPolicy,
  blockPublicAccess: bucketPolicy,
  objectOwnership: () => null,
  keyPolicy: (place) => [
    'kms',
    'put-key-policy',
    '--key-id',
    place.target,
    '--policy-name',
    'default',
    '--policy',
    file(place),
  ],
};

function identityPolicy(place: PolicyPlace): Words {
  const arn = parseArn(place.target);
  if (arn?.service !== 'iam' || permissionSetOf(place.target) !== null) return null;
  if (arn.resource.startsWith('policy/')) return managedPolicy(place);
  const kind = arn.resource.slice(0, arn.resource.indexOf('/'));
  if (kind !== 'role' && kind !== 'user' && kind !== 'group') return null;
  const of = [`--${kind}-name`, principalName(place.target), '--policy-name', place.name];
  return ['iam', `put-${kind}-policy`, ...of, '--policy-document', file(place)];
}

function managedPolicy(place: PolicyPlace): Words {
  const arn = parseArn(place.target);
  if (arn?.service !== 'iam' || arn.account === 'aws' || !arn.resource.startsWith('policy/')) return null;
  const version = ['--policy-document', file(place), '--set-as-default'];
  return ['iam', 'create-policy-version', '--policy-arn', place.target, ...version];
}

function organizationPolicy(place: PolicyPlace): Words {
  const id = /\bp-[0-9a-z]{8,}$/i.exec(place.target)?.[0];
  return id === undefined ? null : ['organizations', 'update-policy', '--policy-id', id, '--content', file(place)];
}

function bucketPolicy(place: PolicyPlace): Words {
  const arn = parseS3Arn(place.target);
  if (arn?.kind !== 'bucket') return null;
  return ['s3api', 'put-bucket-policy', '--bucket', arn.bucket, '--policy', file(place)];
}

/** A word as a POSIX shell reads it back unchanged. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
