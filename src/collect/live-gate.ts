import { partitionOfRegion } from '../request/arn.ts';
import { assumeRole } from './assumed-role.ts';
import type { AwsCredentials, ClientConfig } from './clients/client-config.ts';
import { OPEN_CLIENT } from './clients/open-client.ts';
import { DEFAULT_ROLE_NAME } from './collect-session.ts';
import { type Gate, type GateCall, SELF } from './gate.ts';
import { homeRegion } from './home-region.ts';
import type { AnySenders, Sender } from './inputs.ts';
import { type Lane, lane, MOST_AT_ONCE } from './lane.ts';
import { accountOf, refuseOthersAnswer } from './own-account.ts';
import { RATES, type Rate, rateLimit, type Turn } from './rate-limit.ts';
import type { ReadName, Service } from './reads.ts';

export interface LiveOptions {
  readonly roleName?: string;
  readonly externalId?: string;
  /** Where the organization is read; its role's session is narrowed to that as well. */
  readonly organizationAccount?: string;
  /** Read everything with the credentials at hand. */
  readonly noAssume?: boolean;
  /** Who asked; named in the sessions of the diagnostic roles. */
  readonly askedBy?: string;
  /** What the sessions of the roles are narrowed to; every read there is, if it is left out. */
  readonly permissions?: readonly string[];
  /** Whether somebody said that the object itself may be looked at. */
  readonly lookAtObject?: boolean;
  /** Connections end with their call: for who asks thousands of hosts once each, and may open only so many files. */
  readonly oneCallAConnection?: boolean;
  /** The SDK's own environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Clients and credentials that outlive one diagnosis: one for a process. */
export interface ClientPool {
  readonly clients: Map<string, Promise<AnySenders>>;
  readonly credentials: Map<string, Promise<AwsCredentials>>;
  readonly turns: Map<string, Turn>;
  readonly lanes: Map<string, Lane>;
  /** The account of the credentials at hand, by the partition that was asked. */
  readonly own: Map<string, Promise<string | undefined>>;
}

export const openClientPool = (): ClientPool => ({
  clients: new Map(),
  credentials: new Map(),
  turns: new Map(),
  lanes: new Map(),
  own: new Map(),
});

const MOST_CLIENTS = 500;
const MOST_LANES = 5_000;
/** Credentials are asked for anew this long before they end. */
const SPARE_MILLISECONDS = 5 * 60_000;

/** AWS itself: each account through its diagnostic role, each client opened once for its account and region. */
export function openLiveGate(options: LiveOptions = {}, pool: ClientPool = openClientPool()): Gate {
  return {
    kind: 'live',
    send: async (call, signal) => {
      const rate = RATES[call.name];
      if (rate !== undefined) await turn(pool, `${call.name} ${call.account} ${call.region}`, rate)(signal);
      const send = await senderOf(call, options, pool);
      return laneOf(pool, call)(() => send(call.input, { abortSignal: signal }), signal);
    },
  };
}

/** AWS counts by account, so what is asked of many accounts does not wait for each other. */
function laneOf({ lanes }: ClientPool, { name, account, region }: GateCall): Lane {
  const service = serviceOf(name);
  const key = `${service} ${account} ${region}`;
  const held = lanes.get(key) ?? lane(MOST_AT_ONCE[service]);
  if (lanes.size >= MOST_LANES) lanes.clear();
  lanes.set(key, held);
  return held;
}

function turn({ turns }: ClientPool, key: string, rate: Rate): Turn {
  const held = turns.get(key) ?? rateLimit(rate);
  turns.set(key, held);
  return held;
}

async function senderOf<N extends ReadName>(
  { name, account, region }: Omit<GateCall<N>, 'input'>,
  options: LiveOptions,
  pool: ClientPool,
): Promise<Sender<N>> {
  const service = serviceOf(name);
  const asItIs = account === SELF || options.noAssume === true;
  if (asItIs && account !== SELF) {
    const { roleName = DEFAULT_ROLE_NAME } = options;
    const roleArn = `arn:${partitionOfRegion(region)}:iam::${account}:role/${roleName}`;
    await refuseOthersAnswer({ name, account }, roleArn, () => ownAccount(region, options, pool));
  }
  const credentials = asItIs ? undefined : () => credentialsOf(account, region, options, pool);
  // Before the call, so that a role that cannot be assumed is told as such.
  await credentials?.();
  const key = asItIs ? `${service} ${region}` : `${service} ${region} ${credentialsKey(account, options)}`;
  const sender: Sender<N> | undefined = (await clientOf(key, service, region, credentials, options, pool))[name];
  if (sender === undefined) throw new Error(`no client sends ${name}`);
  return sender;
}

/** Asked once; undefined where it cannot be told. */
function ownAccount(region: string, options: LiveOptions, pool: ClientPool): Promise<string | undefined> {
  const home = homeRegion(partitionOfRegion(region));
  const held = pool.own.get(home);
  if (held !== undefined) return held;
  const asked = senderOf({ name: 'sts:GetCallerIdentity', account: SELF, region: home }, options, pool)
    .then((send) => send({}, { abortSignal: AbortSignal.timeout(IDENTITY_MILLISECONDS) }))
    .then(accountOf, () => undefined);
  pool.own.set(home, asked);
  return asked;
}

const IDENTITY_MILLISECONDS = 3_000;

function clientOf(
  key: string,
  service: Service,
  region: string,
  credentials: ClientConfig['credentials'] | undefined,
  { environment = process.env, oneCallAConnection = false }: LiveOptions,
  { clients }: ClientPool,
): Promise<AnySenders> {
  const held = clients.get(key);
  if (held !== undefined) return held;
  if (clients.size >= MOST_CLIENTS) clients.clear();
  const endpointUrl = environment[`AWS_ENDPOINT_URL_${ENVIRONMENT_NAMES[service]}`] ?? environment.AWS_ENDPOINT_URL;
  const opened = OPEN_CLIENT[service]({
    region,
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(oneCallAConnection ? { keepAlive: false } : {}),
    ...(credentials === undefined ? {} : { credentials }),
  });
  clients.set(key, opened);
  return opened;
}

const credentialsKey = (account: string, { lookAtObject, ...options }: LiveOptions) =>
  JSON.stringify([
    account,
    options.roleName,
    options.externalId,
    options.askedBy,
    options.permissions,
    lookAtObject === true,
  ]);

/** The credentials of an account's role, as long as they last; one that was refused is asked for again the next time. */
async function credentialsOf(
  account: string,
  region: string,
  options: LiveOptions,
  pool: ClientPool,
): Promise<AwsCredentials> {
  const key = credentialsKey(account, options);
  const held = pool.credentials.get(key);
  if (held !== undefined) {
    const credentials = await held;
    const ends = credentials.expiration?.getTime() ?? 0;
    if (ends - Date.now() > SPARE_MILLISECONDS) return credentials;
    const renewed = pool.credentials.get(key);
    if (renewed !== undefined && renewed !== held) return renewed;
  }
  const { roleName = DEFAULT_ROLE_NAME, externalId, askedBy = 'unknown', organizationAccount, permissions } = options;
  const partition = partitionOfRegion(region);
  const readsOrganization = account === organizationAccount;
  const asked = senderOf({ name: 'sts:AssumeRole', account: SELF, region: homeRegion(partition) }, options, pool).then(
    (send) =>
      assumeRole(
        {
          account,
          partition,
          roleName,
          externalId,
          askedBy,
          readsOrganization,
          permissions,
          looksAtObject: options.lookAtObject,
        },
        send,
      ),
  );
  pool.credentials.set(key, asked);
  asked.catch(() => pool.credentials.delete(key));
  return asked;
}

/** The names by which the SDK's environment knows the services: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const ENVIRONMENT_NAMES: Readonly<Record<Service, string>> = {
  s3: 'S3',
  s3control: 'S3_CONTROL',
  iam: 'IAM',
  organizations: 'ORGANIZATIONS',
  kms: 'KMS',
  ec2: 'EC2',
  lambda: 'LAMBDA',
  cloudtrail: 'CLOUDTRAIL',
  sts: 'STS',
};

const SERVICES = Object.keys(ENVIRONMENT_NAMES).filter((name): name is Service => name in ENVIRONMENT_NAMES);

function serviceOf(name: ReadName): Service {
  const service = SERVICES.find((one) => name.startsWith(`${one}:`));
  if (service === undefined) throw new Error(`${name} names no service`);
  return service;
}
