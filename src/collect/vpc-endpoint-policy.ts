import { z } from 'zod';
import type { AttachedPolicy } from '../evidence/evidence.ts';
import { absent, found, notTold, type Reading, type Unreadable, unreadable } from '../evidence/reading.ts';
import { carried } from '../request/carried.ts';
import type { S3Call } from '../request/s3-call.ts';
import type { CollectSession } from './collect-session.ts';
import type { NamedEndpoints } from './named-endpoints.ts';
import { type PolicyPlace, PolicyText, policyDocument } from './policy-text.ts';
import { read } from './read.ts';

const Endpoints = z.looseObject({
  VpcEndpoints: z.array(
    z.looseObject({
      VpcEndpointId: z.string().optional(),
      PolicyDocument: PolicyText.optional(),
      VpcId: z.string().optional(),
      OwnerId: z.string().optional(),
    }),
  ),
  NextToken: z.string().min(1).optional(),
});

export interface EndpointReading {
  readonly policy: Reading<AttachedPolicy>;
  readonly vpc?: string;
  /** The endpoints that the call may have come through, where nobody said which. */
  readonly possible?: readonly AttachedPolicy[];
  /** What was taken for granted about the call's way. */
  readonly notes?: readonly string[];
}

const NEEDS = 'ec2:DescribeVpcEndpoints';
const SAY_THE_WAY = 'say `--vpc-endpoint vpce-…`, or `--context aws:SourceIp=…` if it came over the internet';

/** The policy of the endpoint that was named. Absent where the call is known to have come another way, or no endpoint could have limited it. */
export async function readVpcEndpointPolicy(
  session: CollectSession,
  call: S3Call,
  region: string,
  accounts: readonly string[],
  named: Promise<NamedEndpoints>,
): Promise<EndpointReading> {
  const endpoint = call.vpcEndpoint ?? carried(call, 'aws:SourceVpce')?.[0];
  if (endpoint !== undefined) return endpointIn(session, endpoint, region, accounts, named);
  // A source address is in the context only of calls that come by no endpoint; a service's own calls come by none either.
  const known = carried(call, 'aws:SourceIp') !== undefined || call.principal.kind === 'service';
  return known ? { policy: absent } : anyEndpointIn(session, region, accounts, named);
}

/**
 * Nobody said which way the call came. Where no endpoint for S3 has a policy that limits anything, the way does not matter;
 * where one has, it may be in play. The default policy lets everything through:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
async function anyEndpointIn(
  session: CollectSession,
  region: string,
  likely: readonly string[],
  named: Promise<NamedEndpoints>,
): Promise<EndpointReading> {
  const question = { what: 'it is not known whether the call came through a VPC endpoint', say: SAY_THE_WAY };
  if (likely.length === 0) return { policy: notTold(NEEDS, question) };
  const services = ['com.amazonaws', 'cn.com.amazonaws'].map((prefix) => `${prefix}.${region}.s3`);
  const input = { Filters: [{ Name: 'service-name', Values: services }] };
  const asked = await inAccounts(likely, named, (account) =>
    read(session, NEEDS, { account, region, input, output: Endpoints }),
  );
  const accounts = asked.map(({ account }) => account);
  const seen = new Set<string>();
  const limiting: AttachedPolicy[] = [];
  for (const { account, reading } of asked) {
    if (reading.kind === 'unreadable') return { policy: notTold(NEEDS, question, reading) };
    const described = reading.kind === 'found' ? reading.value : { VpcEndpoints: [] };
    if (described.NextToken !== undefined) {
      const many = unreadable(NEEDS, `account ${account} has more endpoints than one answer holds`, account);
      return { policy: notTold(NEEDS, question, many) };
    }
    for (const { VpcEndpointId = 'one without an id', PolicyDocument } of described.VpcEndpoints) {
      seen.add(VpcEndpointId);
      if (PolicyDocument !== undefined && !letsEverythingThrough(PolicyDocument))
        limiting.push({
          name: VpcEndpointId,
          document: policyDocument(PolicyDocument, placeOf(VpcEndpointId, account)),
        });
    }
  }
  const [where, have] =
    accounts.length === 1
      ? [`account ${accounts.join()} in ${region}`, 'has']
      : [`accounts ${accounts.join(' and ')} in ${region}`, 'have'];
  if (limiting.length > 0) {
    const names = limiting.map(({ name }) => `\`${name}\``).join(', ');
    const what = `it is not known whether the call came through ${names}, whose policy limits what passes`;
    return { policy: notTold(NEEDS, { what, say: SAY_THE_WAY }), possible: limiting };
  }
  const note = `Taken for granted: the call came through no VPC endpoint with a policy of its own: ${where} ${have} none for S3.`;
  return { policy: absent, notes: [note, ...elsewhere(await named, seen)] };
}

/** Endpoints that the bucket policy names, and that are in another account than those that were looked at. */
function elsewhere({ endpoints }: NamedEndpoints, seen: ReadonlySet<string>): readonly string[] {
  const unseen = endpoints.filter((endpoint) => !seen.has(endpoint));
  if (unseen.length === 0) return [];
  const named = unseen.map((endpoint) => `\`${endpoint}\``).join(', ');
  return [
    `The bucket policy names ${named}, which ${unseen.length === 1 ? 'is' : 'are'} not in the accounts looked at: if the call came that way, the policy of the endpoint counts as well.`,
  ];
}

/** Asks the likely accounts at once, and those that the bucket policy names when it is known. */
async function inAccounts<T>(
  likely: readonly string[],
  named: Promise<NamedEndpoints>,
  ask: (account: string) => Promise<Reading<T>>,
): Promise<readonly { readonly account: string; readonly reading: Reading<T> }[]> {
  const each = (accounts: readonly string[]) =>
    Promise.all(accounts.map(async (account) => ({ account, reading: await ask(account) })));
  const further = named.then(({ accounts }) => each(accounts.filter((account) => !likely.includes(account))));
  return (await Promise.all([each(likely), further])).flat();
}

/** Whether a document is the default policy of an endpoint in effect: one statement that allows all to all, and no Deny. */
function letsEverythingThrough(text: PolicyText): boolean {
  const document = policyDocument(text, { needs: NEEDS, of: 'policy of a VPC endpoint' });
  if ('kind' in document || document.statements.some(({ effect }) => effect === 'Deny')) return false;
  return document.statements.some(
    ({ principal, action, resource, conditions }) =>
      conditions.length === 0 &&
      (principal?.some(({ kind }) => kind === 'everyone') ?? false) &&
      (action?.includes('*') ?? false) &&
      (resource?.includes('*') ?? false),
  );
}

/** The endpoint's account may not be said anywhere: it is looked for in the accounts at hand. */
async function endpointIn(
  session: CollectSession,
  endpoint: string,
  region: string,
  likely: readonly string[],
  named: Promise<NamedEndpoints>,
): Promise<EndpointReading> {
  const asked = await inAccounts(likely, named, (account) =>
    read(session, NEEDS, {
      account,
      region,
      input: { VpcEndpointIds: [endpoint] },
      output: Endpoints,
    }),
  );
  let unread: Unreadable | undefined;
  for (const { account, reading } of asked) {
    if (reading.kind === 'unreadable') unread ??= reading;
    const described = reading.kind === 'found' ? reading.value.VpcEndpoints[0] : undefined;
    if (described === undefined) continue;
    const { PolicyDocument, VpcId } = described;
    const vpc = VpcId === undefined ? {} : { vpc: VpcId };
    if (PolicyDocument === undefined) return { policy: absent, ...vpc };
    const document = policyDocument(PolicyDocument, placeOf(endpoint, account));
    return { policy: found({ name: endpoint, document }), ...vpc };
  }
  const accounts = asked.map(({ account }) => account);
  const searched = accounts.length === 0 ? 'no account' : `account ${accounts.join(' or ')}`;
  const because = `VPC endpoint \`${endpoint}\` is not in ${searched} in ${region}; its owner's account was not looked at`;
  return { policy: unread ?? unreadable(NEEDS, because) };
}

const placeOf = (endpoint: string, account: string | undefined): PolicyPlace => ({
  needs: NEEDS,
  account,
  of: `policy of VPC endpoint \`${endpoint}\``,
});
