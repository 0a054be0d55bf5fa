import { everyLayer } from '../evaluate/every-layer.ts';
import type {
  AccessPointPolicy,
  BlockPublicAccess,
  BucketPolicy,
  Evidence,
  Organization,
} from '../evidence/evidence.ts';
import {
  PUBLIC_ACCESS_FLAGS,
  PUBLIC_ACCESS_LEVELS,
  type PublicAccessFlag,
  type PublicAccessFlags,
  type PublicAccessLevel,
} from '../evidence/evidence.ts';
import type { Layer } from '../evidence/layers.ts';
import type { Unreadable } from '../evidence/reading.ts';
import { type Place, readBoolean, readFields, readOneOf, readText } from './place.ts';
import { readKeyPolicy } from './read-key-policy.ts';
import { readObjectOwnership } from './read-object-ownership.ts';
import { readDocument, readLevels, readPolicies, readPolicy, readReading, readUnreadable } from './read-policies.ts';
import { readAccount } from './read-request.ts';

type EvidencePlaces = Partial<Record<Layer, Place>>;

/** `evidence:` and `organization:` of a scenario file; a layer that is left out is absent. */
export function readEvidence(place: Place | undefined, organizationPlace: Place | undefined): Evidence {
  const places: EvidencePlaces = (place && readFields(place, OPTIONAL_LAYERS)) ?? {};
  const organization = organizationPlace && readOrganization(organizationPlace);
  return {
    identityPolicies: readReading(places.identityPolicies, (at) => readPolicies(at, 'identity policy', 'identity')),
    permissionsBoundary: readReading(places.permissionsBoundary, (at) =>
      readPolicy(at, 'permissions boundary', 'boundary'),
    ),
    sessionPolicies: readReading(places.sessionPolicies, (at) => readPolicies(at, 'session policy', 'session')),
    serviceControlPolicies: readReading(places.serviceControlPolicies, (at) => readLevels(at, 'SCP', 'scp')),
    resourceControlPolicies: readReading(places.resourceControlPolicies, (at) => readLevels(at, 'RCP', 'rcp')),
    vpcEndpointPolicy: readReading(places.vpcEndpointPolicy, (at) => readPolicy(at, 'VPC endpoint policy', 'resource')),
    accessPointPolicy: readReading(places.accessPointPolicy, readAccessPointPolicy),
    bucketPolicy: readReading(places.bucketPolicy, readBucketPolicy),
    blockPublicAccess: readReading(places.blockPublicAccess, readBlockPublicAccess),
    objectOwnership: readReading(places.objectOwnership, readObjectOwnership),
    keyPolicy: readReading(places.keyPolicy, readKeyPolicy),
    ...(organization === undefined ? {} : { organization }),
  };
}

const OPTIONAL_LAYERS = everyLayer(() => 'optional' as const);
const OPTIONAL_LEVELS: Record<PublicAccessLevel, 'optional'> = {
  organization: 'optional',
  account: 'optional',
  bucket: 'optional',
  accessPoint: 'optional',
};
const OPTIONAL_FLAGS: Record<PublicAccessFlag, 'optional'> = {
  BlockPublicAcls: 'optional',
  IgnorePublicAcls: 'optional',
  BlockPublicPolicy: 'optional',
  RestrictPublicBuckets: 'optional',
};

function readOrganization(place: Place): Organization | undefined {
  const fields = readFields(place, { id: 'required', managementAccount: 'required' });
  const id = fields?.id && readText(fields.id);
  const managementAccount = fields?.managementAccount && readAccount(fields.managementAccount);
  return id === undefined || managementAccount === undefined ? undefined : { id, managementAccount };
}

function readBucketPolicy(place: Place): BucketPolicy | undefined {
  const fields = readFields(place, { document: 'required', isPublic: 'optional' });
  const document = fields?.document && readDocument(fields.document, 'resource');
  if (document === undefined) return undefined;
  const isPublic = fields?.isPublic && readBoolean(fields.isPublic);
  return { policy: { name: 'bucket policy', document }, ...(isPublic === undefined ? {} : { isPublic }) };
}

function readAccessPointPolicy(place: Place): AccessPointPolicy | undefined {
  const fields = readFields(place, {
    document: 'optional',
    networkOrigin: 'optional',
    vpcId: 'optional',
    isPublic: 'optional',
  });
  if (fields === undefined) return undefined;
  const document = fields.document && readDocument(fields.document, 'resource');
  const networkOrigin = fields.networkOrigin && readOneOf(fields.networkOrigin, ['Internet', 'VPC']);
  const vpcId = fields.vpcId && readText(fields.vpcId);
  const isPublic = fields.isPublic && readBoolean(fields.isPublic);
  return {
    policy: document === undefined ? null : { name: 'access point policy', document },
    networkOrigin: networkOrigin ?? (vpcId === undefined ? 'Internet' : 'VPC'),
    ...(vpcId === undefined ? {} : { vpcId }),
    ...(isPublic === undefined ? {} : { isPublic }),
  };
}

function readBlockPublicAccess(place: Place): BlockPublicAccess | undefined {
  const levels = readFields(place, OPTIONAL_LEVELS);
  if (levels === undefined) return undefined;
  const read: { -readonly [K in keyof BlockPublicAccess]: PublicAccessFlags | Unreadable } = {};
  for (const level of PUBLIC_ACCESS_LEVELS) {
    const flags = levels[level];
    if (flags !== undefined) read[level] = readUnreadable(flags) ?? readFlags(flags);
  }
  return read;
}

function readFlags(place: Place): PublicAccessFlags {
  const fields = readFields(place, OPTIONAL_FLAGS);
  const flags: { -readonly [K in keyof PublicAccessFlags]: boolean } = {};
  for (const flag of PUBLIC_ACCESS_FLAGS) {
    const value = fields?.[flag] && readBoolean(fields[flag]);
    if (value !== undefined) flags[flag] = value;
  }
  return flags;
}
