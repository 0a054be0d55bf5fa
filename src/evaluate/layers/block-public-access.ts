import {
  type BlockPublicAccess as BlockedLevels,
  PUBLIC_ACCESS_LEVELS,
  type PublicAccessFlag,
  type PublicAccessLevel,
} from '../../evidence/evidence.ts';
import type { Reading } from '../../evidence/reading.ts';
import type { PolicyDocument, Statement } from '../../policy/policy-document.ts';
import { contextValue } from '../../request/condition-context.ts';
import { type LayerCase, notApplying, type Premises } from '../layer-case.ts';
import { maybePublicStatements, publicStatements } from '../public-policy.ts';
import { accessPointOf, type Situation } from '../situation.ts';
import { ALLOW, EXPLICIT_DENY, type Verdict } from '../verdict.ts';
import { publicAclGrant } from './object-ownership.ts';

const LAYER = 'blockPublicAccess';

const NOT_FOR_BUCKETS = notApplying(LAYER, 'it is for buckets, access points and their objects');
const NOTHING_BLOCKS = notApplying(LAYER, 'no level blocks public access');

/** Yes and no, or not to be told from what was read. */
type Known = 'yes' | 'no' | 'unknown';

/**
 * The four settings, the most restrictive of every level. They never stop AWS services, nor callers of the owner's account
 * except where these would make something public.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function evaluateBlockPublicAccess(situation: Situation): LayerCase {
  const { evidence, flow, action } = situation;
  if (flow !== 'bucket' && flow !== 'accessPoint' && action !== 's3:putaccesspointpolicy') return NOT_FOR_BUCKETS;
  const { blockPublicAccess } = evidence;
  if (blockPublicAccess.kind === 'absent') return NOTHING_BLOCKS;
  const flag = (name: PublicAccessFlag): Flag => flagOf(blockPublicAccess, name, flow === 'accessPoint');
  const effects = [restricted(situation, flag), publicWrite(situation, flag)];
  const ignored = ignoredAcl(situation, flag);
  const because = [...effects, ignored].flatMap((effect) => (effect.because === '' ? [] : [effect.because]));
  return {
    layer: LAYER,
    applies: true,
    statements: [],
    because: because.join('; '),
    verdicts: (premises) => {
      const blocks = effects.map((effect) => effect.blocks(premises));
      if (blocks.includes('yes')) return DENIED;
      const verdicts = ignored.verdicts;
      return blocks.includes('unknown') ? [...verdicts, EXPLICIT_DENY] : verdicts;
    },
  };
}

const DENIED: readonly Verdict[] = [EXPLICIT_DENY];

interface Flag {
  readonly on: Known;
  /** The levels on which it is on. */
  readonly levels: readonly PublicAccessLevel[];
}

function flagOf(reading: Reading<BlockedLevels>, name: PublicAccessFlag, throughAccessPoint: boolean): Flag {
  if (reading.kind === 'absent') return { on: 'no', levels: [] };
  if (reading.kind === 'unreadable') return { on: 'unknown', levels: [] };
  const considered = PUBLIC_ACCESS_LEVELS.filter((level) => level !== 'accessPoint' || throughAccessPoint);
  const levels: PublicAccessLevel[] = [];
  let unread = false;
  for (const level of considered) {
    const flags = reading.value[level];
    if (flags === undefined) continue;
    if ('kind' in flags) unread = true;
    else if (flags[name] === true) levels.push(level);
  }
  return { on: levels.length > 0 ? 'yes' : unread ? 'unknown' : 'no', levels };
}

interface Effect {
  readonly blocks: (premises: Premises) => Known;
  readonly because: string;
}
const NO_EFFECT: Effect = { blocks: () => 'no', because: '' };

const spoken = (name: PublicAccessFlag, { on, levels }: Flag): string =>
  on === 'yes' ? `\`${name}\` is on (${levels.join(', ')})` : `whether \`${name}\` is on could not be read`;

/** A public policy is cut down to AWS services and callers of the owner's account, whoever else it names. */
function restricted(situation: Situation, flag: (name: PublicAccessFlag) => Flag): Effect {
  const restrict = flag('RestrictPublicBuckets');
  const isPublic = policyIsPublic(situation);
  if (restrict.on === 'no' || isPublic.known === 'no' || situation.principal.kind === 'service') return NO_EFFECT;
  const sure = restrict.on === 'yes' && isPublic.known === 'yes';
  return {
    blocks: ({ ownership }) => (ownership.bucket || ownership.resource ? 'no' : sure ? 'yes' : 'unknown'),
    because: `${spoken('RestrictPublicBuckets', restrict)}, and ${isPublic.because}`,
  };
}

interface Publicness {
  readonly known: Known;
  readonly because: string;
}

function policyIsPublic(situation: Situation): Publicness {
  const { bucketPolicy, accessPointPolicy } = situation.evidence;
  const found: Publicness[] = [];
  if (bucketPolicy.kind === 'unreadable')
    found.push({ known: 'unknown', because: 'the bucket policy could not be read' });
  if (bucketPolicy.kind === 'found') {
    const { policy, isPublic } = bucketPolicy.value;
    found.push(publicness(policy.document, isPublic, 'bucket'));
  }
  if (situation.flow === 'accessPoint') {
    const accessPoint = accessPointOf(situation);
    if (accessPointPolicy.kind === 'unreadable') {
      found.push({ known: 'unknown', because: 'the access point policy could not be read' });
    }
    // Policies of access points with a VPC origin are never public.
    if (accessPoint !== undefined && accessPoint.policy !== null && accessPoint.networkOrigin !== 'VPC') {
      found.push(publicness(accessPoint.policy.document, accessPoint.isPublic, 'accessPoint'));
    }
  }
  const worst = found.find(({ known }) => known === 'yes') ?? found.find(({ known }) => known === 'unknown');
  return worst ?? { known: 'no', because: '' };
}

function publicness(
  document: PolicyDocument | { readonly kind: 'unreadable' },
  isPublic: boolean | undefined,
  of: 'bucket' | 'accessPoint',
): Publicness {
  const policy = of === 'bucket' ? 'the bucket policy' : 'the access point policy';
  if ('kind' in document) {
    if (isPublic === undefined) return { known: 'unknown', because: `${policy} could not be read` };
    return { known: isPublic ? 'yes' : 'no', because: `S3 says that ${policy} is public` };
  }
  const statements = publicStatements(document, of);
  const maybe = maybePublicStatements(document, of);
  if (isPublic === undefined && statements.length === 0 && maybe.length > 0) {
    const only = maybe.map(spokenStatement).join(', ');
    return { known: 'unknown', because: `only S3 can tell whether ${policy} is public because of ${only}` };
  }
  const known = (isPublic ?? statements.length > 0) ? 'yes' : 'no';
  const names = statements.map(spokenStatement);
  if (names.length === 0) return { known, because: `S3 says that ${policy} is public` };
  return { known, because: `${policy} is public because of ${names.join(', ')}` };
}

const spokenStatement = ({ sid, index }: Statement): string =>
  sid === undefined ? `statement ${index + 1}` : `statement \`${sid}\``;

/** `ignored` grants to AllUsers and AuthenticatedUsers are as if they were not there. */
function ignoredAcl(
  situation: Situation,
  flag: (name: PublicAccessFlag) => Flag,
): { verdicts: readonly Verdict[]; because: string } {
  const ignore = flag('IgnorePublicAcls');
  const grant = publicAclGrant(situation);
  if (ignore.on === 'no' || grant === 'no') return { verdicts: [ALLOW], because: '' };
  const ignoring: Verdict = { outcome: 'implicitDeny', ignoresPublicAcls: true };
  const idle: Verdict = { outcome: 'allow', ignoresPublicAcls: true };
  const on = grant === 'yes' ? [ignoring] : [idle, ignoring];
  return {
    verdicts: ignore.on === 'yes' ? on : [ALLOW, ...on],
    because: `${spoken('IgnorePublicAcls', ignore)}, so what the ACL grants to everyone does not count`,
  };
}

const PUBLIC_CANNED_ACLS: ReadonlySet<string> = new Set(['public-read', 'public-read-write', 'authenticated-read']);
const PUBLIC_GROUP = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)/;
const ACL_KEYS = ['read', 'write', 'read-acp', 'write-acp', 'full-control'].map((name) => `s3:x-amz-grant-${name}`);

/** Refuses requests that would make a bucket, an object or an access point public. */
function publicWrite(situation: Situation, flag: (name: PublicAccessFlag) => Flag): Effect {
  const { action } = situation;
  const row = PUBLIC_WRITES.find(({ actions }) => actions.test(action));
  if (row === undefined) return NO_EFFECT;
  const blocked = flag(row.flag);
  const makesPublic = row.makesPublic(situation);
  if (blocked.on === 'no' || makesPublic === 'no') return NO_EFFECT;
  const known: Known = blocked.on === 'yes' && makesPublic === 'yes' ? 'yes' : 'unknown';
  const what = makesPublic === 'yes' ? `${row.what} is public` : `whether ${row.what} is public is not known`;
  return { blocks: () => known, because: `${spoken(row.flag, blocked)}, and ${what}` };
}

interface PublicWrite {
  readonly actions: RegExp;
  readonly flag: PublicAccessFlag;
  readonly what: string;
  readonly makesPublic: (situation: Situation) => Known;
}

const PUBLIC_WRITES: readonly PublicWrite[] = [
  {
    actions: /^s3:put(?:bucket|accesspoint)policy$/,
    flag: 'BlockPublicPolicy',
    what: 'the new policy',
    makesPublic: () => 'unknown',
  },
  {
    actions: /^s3:put(?:bucket|object|objectversion)acl$/,
    flag: 'BlockPublicAcls',
    what: 'the new ACL',
    makesPublic: (situation) => aclHeaders(situation, 'unknown'),
  },
  {
    // A header that nobody spoke of is not sent.
    actions: /^s3:putobject$/,
    flag: 'BlockPublicAcls',
    what: "the new object's ACL",
    makesPublic: (situation) => aclHeaders(situation, 'no'),
  },
];

/** Whether the ACL headers of the request grant to everyone; `without` is what no known header comes to. */
function aclHeaders({ request: { context } }: Situation, without: Known): Known {
  const canned = contextValue(context, 's3:x-amz-acl');
  const grants = ACL_KEYS.map((key) => contextValue(context, key));
  if (canned.kind === 'known' && canned.values.some((value) => PUBLIC_CANNED_ACLS.has(value))) return 'yes';
  if (grants.some((grant) => grant.kind === 'known' && grant.values.some((value) => PUBLIC_GROUP.test(value))))
    return 'yes';
  if (canned.kind === 'known' || grants.some(({ kind }) => kind === 'known')) return 'no';
  return without;
}
