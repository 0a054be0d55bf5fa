import type { Layer } from '../evidence/layers.ts';
import { parseArn } from '../request/arn.ts';
import { principalName } from '../request/principal-arn.ts';
import { parseS3Arn } from '../request/s3-arn.ts';
import type { PolicyPlace } from './policy-change.ts';
import { permissionSetOf } from './policy-places.ts';
import type { Fit } from './policy-size.ts';

/**
 * The AWS CLI command that puts the changed document, from a file, in its place; null where no one command does. A document
 * that only fits without its white space is sent without it.
 */
export function applyCommand(place: PolicyPlace, fit: Fit['kind'] = 'asWritten'): string | null {
  const command = COMMANDS[place.layer](place);
  if (command === null) return null;
  const document = fit === 'compact' ? `"$(jq -c . ${fileName(place)})"` : `file://${fileName(place)}`;
  return awsCommand(command.call, command.options, [command.document, document]);
}

/** Words of an `aws` call; options as pairs, of which the last may be shell text of our own. */
export function awsCommand(
  call: readonly string[],
  options: readonly (readonly [option: string, value: string | null])[],
  last?: readonly [option: string, shellText: string],
): string {
  const words = options.map(([option, value]) => (value === null ? option : optionWord(option, value)));
  return ['aws', ...call, ...words, ...(last === undefined ? [] : last)].join(' ');
}

/** What must be minded when the command is given; null if nothing. */
export function applyCaution(place: PolicyPlace): string | null {
  return COMMANDS[place.layer](place)?.call.includes('create-policy-version') === true
    ? 'IAM keeps five versions of a managed policy: if there are five, delete the oldest first with `aws iam delete-policy-version`'
    : null;
}

interface Command {
  readonly call: readonly string[];
  readonly options: readonly (readonly [option: string, value: string | null])[];
  /** The option that takes the document. */
  readonly document: string;
}

const fileName = ({ name }: PolicyPlace) => `${name.replace(/[^\w.-]+/g, '-').replace(/^-+/, '')}.json`;

const COMMANDS: Record<Layer, (place: PolicyPlace) => Command | null> = {
  identityPolicies: identityPolicy,
  permissionsBoundary: managedPolicy,
  sessionPolicies: () => null,
  serviceControlPolicies: organizationPolicy,
  resourceControlPolicies: organizationPolicy,
  vpcEndpointPolicy: (place) => {
    const id = /vpce-[0-9a-f]+/.exec(`${place.target} ${place.name}`)?.[0];
    if (id === undefined) return null;
    return {
      call: ['ec2', 'modify-vpc-endpoint'],
      options: [['--vpc-endpoint-id', id], ...regionOf(place)],
      document: '--policy-document',
    };
  },
  accessPointPolicy: (place) => {
    const arn = parseS3Arn(place.target);
    if (arn?.kind !== 'accessPoint') return null;
    return {
      call: ['s3control', 'put-access-point-policy'],
      options: [['--account-id', arn.account], ['--name', arn.name], ...regionOf(place)],
      document: '--policy',
    };
  },
  bucketPolicy,
  blockPublicAccess: bucketPolicy,
  objectOwnership: () => null,
  keyPolicy: (place) => ({
    call: ['kms', 'put-key-policy'],
    options: [['--key-id', place.target], ['--policy-name', 'default'], ...regionOf(place)],
    document: '--policy',
  }),
};

function regionOf({ target }: PolicyPlace): readonly (readonly [string, string])[] {
  const region = parseArn(target)?.region ?? '';
  return region === '' ? [] : [['--region', region]];
}

function identityPolicy(place: PolicyPlace): Command | null {
  const arn = parseArn(place.target);
  if (arn?.service !== 'iam' || permissionSetOf(place.target) !== null) return null;
  if (arn.resource.startsWith('policy/')) return managedPolicy(place);
  const kind = arn.resource.slice(0, arn.resource.indexOf('/'));
  if (kind !== 'role' && kind !== 'user' && kind !== 'group') return null;
  return {
    call: ['iam', `put-${kind}-policy`],
    options: [
      [`--${kind}-name`, principalName(place.target)],
      ['--policy-name', place.name],
    ],
    document: '--policy-document',
  };
}

function managedPolicy(place: PolicyPlace): Command | null {
  const arn = parseArn(place.target);
  if (arn?.service !== 'iam' || arn.account === 'aws' || !arn.resource.startsWith('policy/')) return null;
  return {
    call: ['iam', 'create-policy-version'],
    options: [
      ['--policy-arn', place.target],
      ['--set-as-default', null],
    ],
    document: '--policy-document',
  };
}

function organizationPolicy(place: PolicyPlace): Command | null {
  const id = /\/(?<id>p-\w{8,128})$/.exec(place.target)?.groups?.id;
  if (id === undefined) return null;
  return { call: ['organizations', 'update-policy'], options: [['--policy-id', id]], document: '--content' };
}

function bucketPolicy(place: PolicyPlace): Command | null {
  const arn = parseS3Arn(place.target);
  if (arn?.kind !== 'bucket') return null;
  return { call: ['s3api', 'put-bucket-policy'], options: [['--bucket', arn.bucket]], document: '--policy' };
}

/** A value that begins with a dash would be read as another option. */
const optionWord = (option: string, value: string) =>
  value.startsWith('-') ? shellWord(`${option}=${value}`) : `${option} ${shellWord(value)}`;

/** A word as a POSIX shell reads it back unchanged. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
