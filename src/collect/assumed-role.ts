import { z } from 'zod';
import { formatArn } from '../request/arn.ts';
import type { AwsCredentials } from './clients/client-config.ts';
import { CannotAssumeRole } from './gate.ts';
import type { Sender } from './inputs.ts';
import {
  DIAGNOSTIC_ROLE_PERMISSIONS,
  LOOK_AT_OBJECT_PERMISSIONS,
  ORGANIZATION_READER_PERMISSIONS,
} from './permissions.ts';

export interface RoleToAssume {
  readonly account: string;
  readonly partition: string;
  /** Its name, with its path if it has one. */
  readonly roleName: string;
  readonly externalId?: string | undefined;
  /** Who asked, for the account's own CloudTrail. */
  readonly askedBy: string;
  /** Whether the organization is read with it. */
  readonly readsOrganization: boolean;
  /** Whether somebody said that the object itself may be looked at. */
  readonly looksAtObject?: boolean | undefined;
  /** What the session may do at most; every read there is, if it is left out. */
  readonly permissions?: readonly string[] | undefined;
}

const Assumed = z.looseObject({
  Credentials: z.looseObject({
    AccessKeyId: z.string(),
    SecretAccessKey: z.string(),
    SessionToken: z.string(),
    Expiration: z.date(),
  }),
});

const LIFETIME_SECONDS = 3_600;

/** `s3-403-` and who asked, in the characters that STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function roleSessionName(askedBy: string): string {
  return `s3-403-${askedBy}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

/** What the session is narrowed to, whatever else the role may do: the reads that there are in this program. */
export function narrowingPolicy(
  readsOrganization: boolean,
  permissions?: readonly string[],
  looksAtObject = false,
): string {
  const all = [
    ...DIAGNOSTIC_ROLE_PERMISSIONS,
    ...(readsOrganization ? ORGANIZATION_READER_PERMISSIONS : []),
    ...(looksAtObject ? LOOK_AT_OBJECT_PERMISSIONS : []),
  ];
  const Action = [...new Set(permissions ?? all)].sort();
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}

// Not the time of the diagnosis that happens to come first: others wait for the same credentials.
const PATIENCE_MILLISECONDS = 10_000;

/** Temporary credentials of an account's diagnostic role; rejects with CannotAssumeRole. */
export async function assumeRole(role: RoleToAssume, send: Sender<'sts:AssumeRole'>): Promise<AwsCredentials> {
  const { account, partition, externalId } = role;
  const RoleArn = formatArn({ partition, service: 'iam', region: '', account, resource: `role/${role.roleName}` });
  const input = {
    RoleArn,
    RoleSessionName: roleSessionName(role.askedBy),
    DurationSeconds: LIFETIME_SECONDS,
    Policy: narrowingPolicy(role.readsOrganization, role.permissions, role.looksAtObject),
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  };
  try {
    const answer = await send(input, { abortSignal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Assumed.parse(answer).Credentials;
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  } catch (refusal) {
    throw new CannotAssumeRole(account, RoleArn, refusal);
  }
}
