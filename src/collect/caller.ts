import { z } from 'zod';
import type { TopicNote } from '../evidence/collected.ts';
import { absent, found, notTold, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import type { Principal } from '../request/principal.ts';
import { principalName, principalPartition } from '../request/principal-arn.ts';
import type { CollectSession } from './collect-session.ts';
import { homeRegion } from './home-region.ts';
import { read } from './read.ts';

/** What IAM says of the caller itself, beside its policies. */
export interface Caller {
  /** With the ARN that IAM gives, path and all. */
  readonly principal: Principal;
  /** The ARN of the managed policy that bounds it. */
  readonly boundary: Reading<string>;
  /** Why it has no policies to read: there is no such role or user. */
  readonly missing?: Unreadable;
  /** Its `AROA…` or `AIDA…` id. */
  readonly uniqueId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

const Entity = z.looseObject({
  Arn: z.string(),
  RoleId: z.string().optional(),
  UserId: z.string().optional(),
  Tags: z.array(z.looseObject({ Key: z.string(), Value: z.string() })).optional(),
  PermissionsBoundary: z.looseObject({ PermissionsBoundaryArn: z.string() }).optional(),
});
type Entity = z.infer<typeof Entity>;
const Role = z.looseObject({ Role: Entity });
const User = z.looseObject({ User: Entity });

/** Looks the caller up in IAM. A session's ARN leaves the role's path out, and `aws:PrincipalArn` has it: only IAM knows it. */
export async function readCaller(session: CollectSession, principal: Principal): Promise<Caller> {
  switch (principal.kind) {
    case 'role': {
      const RoleName = principalName(principal.arn);
      const request = {
        ...placeOf(principal),
        input: { RoleName },
        output: Role,
      };
      return known(
        principal,
        'iam:GetRole',
        entity(await read(session, 'iam:GetRole', request), (answer) => answer.Role),
      );
    }
    case 'user': {
      const UserName = principalName(principal.arn);
      const request = {
        ...placeOf(principal),
        input: { UserName },
        output: User,
      };
      return known(
        principal,
        'iam:GetUser',
        entity(await read(session, 'iam:GetUser', request), (answer) => answer.User),
      );
    }
    case 'federatedUser': {
      const what =
        'the permissions boundary is that of the IAM user who called GetFederationToken, whom the ARN does not name';
      const boundary = notTold('iam:GetUser', { what, say: 'ask about that user by its own ARN' });
      return { principal, boundary, notes: [] };
    }
    case 'root':
    case 'service':
    case 'anonymous':
      return { principal, boundary: absent, notes: [] };
  }
}

type Named = Extract<Principal, { kind: 'role' | 'user' }>;

const placeOf = (principal: Named) => ({
  account: principal.account,
  region: homeRegion(principalPartition(principal)),
});

/** What is noted of a caller that is not there. */
export const missingCaller = ({ missing, notes }: Caller): readonly TopicNote[] =>
  missing === undefined ? [] : notes.map((says) => ({ topic: 'callerMissing', says }));

const entity = <T>(reading: Reading<T>, of: (answer: T) => Entity): Reading<Entity> =>
  reading.kind === 'found' ? found(of(reading.value)) : reading;

function known(principal: Named, needs: string, reading: Reading<Entity>): Caller {
  if (reading.kind === 'unreadable') {
    const hasPath = !principal.arn.endsWith(`:${principal.kind}/${principalName(principal.arn)}`);
    return { principal: hasPath ? principal : { ...principal, pathUnknown: true }, boundary: reading, notes: [] };
  }
  if (reading.kind === 'absent') {
    const says = `account ${principal.account} has no ${principal.kind} \`${principalName(principal.arn)}\``;
    const missing = unreadable(needs, says, principal.account, 'missing');
    return {
      principal,
      boundary: missing,
      missing,
      notes: [`${says}: it was deleted, or its name or account is another.`],
    };
  }
  const { Arn, RoleId, UserId, Tags, PermissionsBoundary } = reading.value;
  const uniqueId = RoleId ?? UserId;
  const serviceLinked = /:role\/aws-service-role\//.test(Arn) ? { serviceLinked: true } : {};
  return {
    principal:
      principal.kind === 'role'
        ? { ...principal, arn: Arn, wholeArn: true, ...serviceLinked }
        : { ...principal, arn: Arn },
    boundary: PermissionsBoundary === undefined ? absent : found(PermissionsBoundary.PermissionsBoundaryArn),
    ...(uniqueId === undefined ? {} : { uniqueId }),
    tags: Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    notes:
      Arn === principal.arn || (principal.kind === 'role' && principal.sessionArn !== undefined)
        ? []
        : [`The ${principal.kind}'s ARN is \`${Arn}\`, with its path.`],
  };
}
