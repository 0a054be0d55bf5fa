import { maybePublicStatements, publicStatements } from '../../evaluate/public-policy.ts';
import {
  type AttachedPolicy,
  PUBLIC_ACCESS_FLAGS,
  PUBLIC_ACCESS_LEVELS,
  type PublicAccessFlag,
} from '../../evidence/evidence.ts';
import type { Statement } from '../../policy/policy-document.ts';
import { code } from '../../policy/words.ts';
import type { NotAPolicyProblem } from '../../request/not-a-policy-problem.ts';
import type { ProblemName } from '../../request/s3-errors.ts';
import { layerOf, type RequestCase } from '../case.ts';
import { cause, type Explanation, type Finding } from '../cause.ts';
import { conditionEdits, exactPrincipal, principalValue } from '../new-statement.ts';
import type { PolicyChange } from '../policy-change.ts';
import type { PolicyEdit } from '../policy-edit.ts';
import { placeOf } from '../policy-places.ts';
import { capitalized, joined, spokenAct, spokenCaller } from '../words.ts';

interface Tainted {
  readonly layer: 'bucketPolicy' | 'accessPointPolicy';
  readonly policy: AttachedPolicy;
  readonly statements: readonly Statement[];
}

interface Blocked extends Finding {
  readonly tainted: readonly Tainted[];
  /** Policies of which only S3 can tell whether they are public. */
  readonly untold: readonly Tainted[];
  /** AWS's own sentence names the setting. */
  readonly said?: NotAPolicyProblem;
}

const REJECTS = 'Block Public Access rejects what would make something public, whoever sends it';
/** What it rejects, rather than what it shuts out. */
const WRITES = /^s3:Put(?:Bucket|Object|ObjectVersion|AccessPoint)(?:Policy|Acl)$/i;
const NAMES: readonly (ProblemName | undefined)[] = ['PublicAclBlocked', 'PublicPolicyBlocked'];

/** Block Public Access stands in the way: which setting, at which level, and which statement makes the policy public. */
export const publicAccessBlocked = cause<Blocked>({
  code: 'public-access-blocked',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  errors: { names: ['PublicAclBlocked', 'PublicPolicyBlocked'], why: REJECTS },
  find: (request, { denial, requests }) => {
    const said = denial.notAPolicyProblem;
    if (said !== undefined && NAMES.includes(said.name)) {
      return request.index === requests[0]?.index
        ? [{ layer: 'blockPublicAccess', role: 'gate', tainted: [], untold: [], said }]
        : [];
    }
    const evaluation = layerOf(request, 'blockPublicAccess');
    if (evaluation?.blocking !== true) return [];
    const { outcomes } = evaluation;
    const denies = outcomes.includes('explicitDeny');
    if (!denies && !outcomes.includes('implicitDeny')) return [];
    const role = outcomes.includes('allow') ? 'open' : 'blocker';
    // What could not be read is told as that.
    const untold = role === 'open' ? policiesWith(maybePublicStatements, request) : [];
    if (role === 'open' && untold.length === 0 && !WRITES.test(request.request.action)) return [];
    if (role === 'open' && evaluation.unreadable.length > 0) return [];
    return [
      { layer: 'blockPublicAccess', role, tainted: denies ? policiesWith(publicStatements, request) : [], untold },
    ];
  },
  explain: ({ tainted, untold, said, role }, rc) => {
    const { request } = rc;
    const evaluated = layerOf(rc, 'blockPublicAccess')?.because ?? '';
    if (said !== undefined) return saidByAws(said, evaluated);
    const levels = spokenLevels(rc);
    if (untold.length > 0 && tainted.length === 0) return untoldByS3(untold, levels, rc);
    const statements = tainted.flatMap(({ layer, statements: public_ }) =>
      public_.map((statement) => `${spokenPublic(statement)} of the ${KINDS[layer]}`),
    );
    const flag = PUBLIC_ACCESS_FLAGS.find((one) => evaluated.includes(one)) ?? 'RestrictPublicBuckets';
    const restricts = flag === 'RestrictPublicBuckets' && statements.length > 0;
    return {
      because: restricts
        ? `Block Public Access (${levels}) restricts a bucket whose policy is public by ${joined(statements, 'and')}`
        : `Block Public Access (${levels}) ${role === 'open' ? 'may stand' : 'stands'} in the way: ${FLAGS[flag].because}`,
      what: `Block Public Access (${levels}) ${role === 'open' ? 'may keep' : 'keeps'} ${spokenCaller(request.principal)} from ${spokenAct(request)}`,
      why: [...(evaluated === '' ? [] : [capitalized(evaluated)]), FLAGS[flag].why].join('. '),
      help: restricts
        ? `Limit ${joined(statements, 'and')} to named principals or to ${code('aws:PrincipalOrgID')}, and leave Block Public Access on`
        : FLAGS[flag].help,
    };
  },
  suggest: ({ tainted }, request) => tainted.flatMap((one) => limited(one, request)),
});

const saidByAws = ({ what, help }: NotAPolicyProblem, evaluated: string): Explanation => ({
  because: what,
  what: capitalized(what),
  why: evaluated === '' ? FLAGS.BlockPublicAcls.why : capitalized(evaluated),
  help: capitalized(help),
});

interface FlagWords {
  readonly because: string;
  readonly why: string;
  readonly help: string;
}

const FLAGS: Record<PublicAccessFlag, FlagWords> = {
  BlockPublicAcls: {
    because: 'the request carries a public ACL',
    why: REJECTS,
    help: 'Leave the public ACL out of the request, and give access to named principals by the bucket policy; leave Block Public Access on',
  },
  BlockPublicPolicy: {
    because: 'a policy that is public is rejected',
    why: REJECTS,
    help: 'Limit each Allow of the new policy to named principals or to `aws:PrincipalOrgID`, and leave Block Public Access on',
  },
  IgnorePublicAcls: {
    because: 'what an ACL grants to everyone does not count',
    why: 'Public grants in ACLs are ignored',
    help: 'Give access by a statement that names the caller, and leave Block Public Access on',
  },
  RestrictPublicBuckets: {
    because: 'a policy that is public lets in only AWS services and the account of the owner',
    why: 'While a policy is public as a whole, `RestrictPublicBuckets` lets in only AWS services and the account of the owner, even where another statement names the caller',
    help: 'Give access by a statement that names the caller, and leave Block Public Access on',
  },
};

const KINDS: Record<Tainted['layer'], string> = {
  bucketPolicy: 'bucket policy',
  accessPointPolicy: 'access point policy',
};

const spokenPublic = ({ sid, index }: Statement) =>
  sid === undefined ? `statement ${index + 1}` : `statement ${code(sid)}`;

/** The settings that decide, and the levels on which they are on. */
function spokenLevels(rc: RequestCase): string {
  const { blockPublicAccess } = rc.evidence;
  if (blockPublicAccess.kind !== 'found') return 'its settings could not be read';
  const { value } = blockPublicAccess;
  const because = layerOf(rc, 'blockPublicAccess')?.because ?? '';
  const words = PUBLIC_ACCESS_FLAGS.filter((flag) => because.includes(flag)).flatMap((flag) => {
    const levels = PUBLIC_ACCESS_LEVELS.filter((level) => {
      const flags = value[level];
      return flags !== undefined && !('kind' in flags) && flags[flag] === true;
    });
    if (levels.length === 0) return [];
    return [
      `${code(flag)} of the ${joined(
        levels.map((level) => LEVELS[level]),
        'and',
      )}`,
    ];
  });
  return words.length === 0 ? 'not all of its settings could be read' : words.join(', ');
}

const LEVELS: Record<(typeof PUBLIC_ACCESS_LEVELS)[number], string> = {
  organization: 'organization',
  account: 'account',
  bucket: 'bucket',
  accessPoint: 'access point',
};

type Pick = typeof publicStatements;

/** The policies in which there are such statements. */
function policiesWith(pick: Pick, { evidence }: RequestCase): Tainted[] {
  const { bucketPolicy, accessPointPolicy } = evidence;
  const found: Tainted[] = [];
  if (bucketPolicy.kind === 'found') found.push(...tainted(pick, 'bucketPolicy', bucketPolicy.value.policy));
  if (accessPointPolicy.kind === 'found' && accessPointPolicy.value.policy !== null) {
    found.push(...tainted(pick, 'accessPointPolicy', accessPointPolicy.value.policy));
  }
  return found;
}

function tainted(pick: Pick, layer: Tainted['layer'], policy: AttachedPolicy): Tainted[] {
  if ('kind' in policy.document) return [];
  const statements = pick(policy.document, layer === 'bucketPolicy' ? 'bucket' : 'accessPoint');
  return statements.length === 0 ? [] : [{ layer, policy, statements }];
}

/** S3 has an answer of its own, which was not read. */
function untoldByS3(untold: readonly Tainted[], levels: string, { request }: RequestCase): Explanation {
  const which = joined(
    untold.flatMap(({ layer, statements }) => statements.map((one) => `${spokenPublic(one)} of the ${KINDS[layer]}`)),
    'and',
  );
  const reads = joined(
    untold.map(({ layer }) => STATUS[layer]),
    'and',
  );
  const because = `Block Public Access (${levels}) restricts a bucket whose policy is public, and whether ${which} makes it public for S3 is not known`;
  return {
    because,
    what: `Whether Block Public Access (${levels}) keeps ${spokenCaller(request.principal)} from ${spokenAct(request)} depends on whether S3 takes ${which} for public`,
    why: 'The statement is for everyone, under a condition that AWS does not name among those that keep a policy from being public. S3 tells its own answer as the status of the policy',
    help: `Let the diagnostic role read that status (${reads}), and ask again; a statement that names its principals, or \`aws:PrincipalOrgID\`, is not public for certain`,
  };
}

const STATUS: Record<Tainted['layer'], string> = {
  bucketPolicy: '`s3:GetBucketPolicyStatus`',
  accessPointPolicy: '`s3:GetAccessPointPolicyStatus`',
};

/** The public statements name the caller instead of everyone: whom else they were for, the owner must say. */
function limited({ layer, policy, statements }: Tainted, request: RequestCase): PolicyChange[] {
  const place = placeOf(layer, policy, null, request);
  const { principal } = request.request;
  const named = request.sameAccount === true ? exactPrincipal(principal) : principalValue(principal);
  if (place === null || named === null) return [];
  const edits = statements.flatMap(({ index }): PolicyEdit[] => [
    { kind: 'setElement', statement: index, element: 'Principal', value: { [named.type]: named.value } },
    ...conditionEdits(named, index),
  ]);
  return [
    {
      place,
      edits,
      says: `Name ${named.spoken} instead of everyone in ${joined(statements.map(spokenPublic), 'and')} of the ${KINDS[layer]}`,
      purpose: 'exempt',
      mends: 'blockPublicAccess',
      needs: 'it is known whom else the public was meant to be; the caller who asked is filled in',
    },
  ];
}
