import { parseArn } from './arn.ts';
import type { ReportedReason } from './s3-call.ts';

type Reason = Pick<ReportedReason, 'layer' | 'kind'>;

/** How AWS speaks of a kind of policy in its sentences, and the layer it means. */
const POLICY_TYPES: readonly (readonly [words: string, layer: ReportedReason['layer']])[] = [
  ['identity-based policy', 'identityPolicies'],
  ['identity-based policies', 'identityPolicies'],
  ['resource-based policy', 'bucketPolicy'],
  ['resource-based policies', 'bucketPolicy'],
  ['service control policy', 'serviceControlPolicies'],
  ['service control policies', 'serviceControlPolicies'],
  ['resource control policy', 'resourceControlPolicies'],
  ['resource control policies', 'resourceControlPolicies'],
  ['permissions boundary', 'permissionsBoundary'],
  ['permissions boundaries', 'permissionsBoundary'],
  ['session policy', 'sessionPolicies'],
  ['session policies', 'sessionPolicies'],
  ['VPC endpoint policy', 'vpcEndpointPolicy'],
  ['VPC endpoint policies', 'vpcEndpointPolicy'],
  ['role trust policy', 'roleTrustPolicy'],
  ['trust policy', 'roleTrustPolicy'],
];
const TYPES = POLICY_TYPES.map(([words]) => words.replaceAll(' ', '\\s+')).join('|');

/** The endings of AWS's sentences. https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html */
const REASONS: readonly { readonly pattern: RegExp; readonly reason: (type: string) => Reason }[] = [
  {
    pattern: new RegExp(`because\\s+no\\s+(?<type>${TYPES})\\s+allows?\\s`, 'i'),
    reason: (type) => ({ layer: layerOf(type), kind: 'implicitDeny' }),
  },
  {
    pattern: new RegExp(`with\\s+an\\s+explicit\\s+deny\\s+in\\s+(?:an?|the)\\s+(?<type>${TYPES})`, 'i'),
    reason: (type) => ({ layer: layerOf(type), kind: 'explicitDeny' }),
  },
  { pattern: /with\s+an\s+explicit\s+deny/i, reason: () => ({ layer: 'unstated', kind: 'explicitDeny' }) },
  {
    pattern:
      /prevented\s+by\s+the\s+(?:BlockPublicAcls|BlockPublicPolicy)\s+setting\s+in\s+S3\s+Block\s+Public\s+Access/i,
    reason: () => ({ layer: 'blockPublicAccess', kind: 'explicitDeny' }),
  },
  {
    pattern: /The request was denied due to a VPC endpoint policy/i,
    reason: () => ({ layer: 'vpcEndpointPolicy', kind: 'unstated' }),
  },
  {
    pattern:
      /no\s+resource-based\s+policies\s+allow\s+access,\s+or\s+a\s+resource-based\s+policy\s+explicitly\s+denies/i,
    reason: () => ({ layer: 'bucketPolicy', kind: 'unstated' }),
  },
];

const layerOf = (type: string): ReportedReason['layer'] =>
  POLICY_TYPES.find(([words]) => words.toLowerCase() === type.replace(/\s+/g, ' ').toLowerCase())?.[1] ?? 'unstated';

const USER = /\bUser:\s*(?<principal>arn:\S+|anonymous)\s+is\s+not\s+authorized/i;
const ACTION = /\bnot\s+authorized\s+to\s+perform:?\s*(?<action>[a-z0-9-]+:[A-Za-z0-9*]+)/i;
/** Why it is denied begins with one of these, so that is where a resource with spaces in it ends. */
const END = String.raw`(?=[.,]?\s+because\s|[.,]?\s+with\s+an\s+explicit|[.,;]?\s*$|[.,;]?\s*[\r\n])`;
const QUOTED = new RegExp(String.raw`on\s+resource:?\s*"(?<resource>[\s\S]*?)"${END}`, 'i');
/** CloudTrail and logs cut long sentences off. */
const CUT_OFF = /on\s+resource:?\s*"(?<resource>arn:[^"\r\n]*)$/i;
const BARE = new RegExp(String.raw`on\s+resource:?\s*(?<resource>(?!")[^\r\n]+?)${END}`, 'i');
const POLICY_ARN = /(?:explicit\s+deny\s+in[^:]*?)(?:: ?|, with policy ARN:\s*)(?<arn>arn:[^\s"<]+?)[.,]?(?=[\s"<]|$)/i;
const AUTHORIZATION_ID = /(?:authorization id:\s*|#\/authorization-details\/)(?<id>[0-9a-z-]+)/i;
/** The old sentence of KMS, without caller or key. */
const CIPHERTEXT = /The ciphertext refers to a customer master key that does not exist/i;
const SENTENCES = [
  /User:\s*\S+\s+is\s+not\s+authorized[\s\S]*/i,
  /The ciphertext refers to[\s\S]*/i,
  /\bNot\s+authorized\s+to\s+perform:?\s+sts:\w+/i,
  /The request was denied due to a VPC endpoint policy/i,
];
/** CloudTrail keeps 1 kB of it; there is no use for more. */
const LONGEST_SENTENCE = 1_024;

/**
 * AWS's own sentence, taken apart; undefined for a text without one. "Resource-based policy" is the bucket's or access
 * point's policy, Block Public Access or ACLs included; for a KMS action it is the key's.
 */
export function parseReportedReason(text: string): ReportedReason | undefined {
  const sentence = sentenceOf(text);
  if (sentence === undefined) return undefined;
  const said = REASONS.map(({ pattern, reason }) => {
    const match = pattern.exec(sentence);
    return match === null ? undefined : reason(match.groups?.type ?? '');
  }).find((reason) => reason !== undefined);
  const principal = USER.exec(sentence)?.groups?.principal;
  const ciphertext = CIPHERTEXT.test(sentence);
  const action = ACTION.exec(sentence)?.groups?.action ?? (ciphertext ? 'kms:Decrypt' : undefined);
  const resource = (QUOTED.exec(sentence) ?? CUT_OFF.exec(sentence) ?? BARE.exec(sentence))?.groups?.resource;
  const policyArn = POLICY_ARN.exec(sentence)?.groups?.arn;
  const authorizationId = AUTHORIZATION_ID.exec(sentence)?.groups?.id;
  const layer = said?.layer ?? (ciphertext ? 'keyPolicy' : 'unstated');
  return {
    sentence,
    layer: layer === 'bucketPolicy' ? resourceLayer(action, resource) : layer,
    kind: said?.kind ?? 'unstated',
    ...(policyArn === undefined ? {} : { policyArn }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(principal === undefined ? {} : { principal }),
    ...(authorizationId === undefined ? {} : { authorizationId }),
  };
}

/** Whether a sentence ends within the name of its resource. */
export const isCutOff = (sentence: string): boolean => !QUOTED.test(sentence) && CUT_OFF.test(sentence);

function resourceLayer(action: string | undefined, resource: string | undefined): ReportedReason['layer'] {
  if (action?.toLowerCase().startsWith('kms:') === true) return 'keyPolicy';
  const arn = resource === undefined ? undefined : parseArn(resource);
  return arn?.resource.startsWith('accesspoint/') === true ? 'accessPointPolicy' : 'bucketPolicy';
}

/** The sentence within its surroundings: up to an empty line, the end of an XML element or of a JSON string. */
function sentenceOf(text: string): string | undefined {
  const found = SENTENCES.map((pattern) => pattern.exec(text)?.[0]).find((match) => match !== undefined);
  const plain = found ?? /\bAccess ?Denied\b|\bForbidden\b/i.exec(text)?.[0];
  if (plain === undefined) return undefined;
  const [paragraph = ''] = plain.split(/<\/Message>|\r?\n\s*\r?\n|\r?\n(?!\s*arn:)/i);
  return paragraph.trim().slice(0, LONGEST_SENTENCE);
}
