import { isMap, isSeq } from 'yaml';
import type { AccessRequest } from '../request/access-request.ts';
import { isAccountId, parseArn } from '../request/arn.ts';
import type { ConditionContext, ContextValue } from '../request/condition-context.ts';
import { type Principal, principalAccount } from '../request/principal.ts';
import { parsePrincipalArn } from '../request/principal-arn.ts';
import { named, type Place, problem, readEntries, readFields, readList, readOneOf, readText } from './place.ts';

/** `request:` of a scenario file; undefined if something in it cannot be read. */
export function readRequest(place: Place): AccessRequest | undefined {
  const fields = readFields(place, {
    principal: 'required',
    action: 'required',
    resource: 'required',
    resourceAccount: 'optional',
    bucket: 'optional',
    context: 'optional',
    otherContextKeys: 'optional',
  });
  if (fields === undefined) return undefined;
  const principal = fields.principal && readPrincipal(fields.principal);
  const action = fields.action && readAction(fields.action);
  const resource = fields.resource && readResource(fields.resource);
  const given = fields.resourceAccount && readAccount(fields.resourceAccount);
  const bucket = fields.bucket && readBucket(fields.bucket);
  const keys = fields.context === undefined ? new Map<string, ContextValue>() : readContext(fields.context);
  const otherKeys =
    fields.otherContextKeys === undefined ? 'unknown' : readOneOf(fields.otherContextKeys, ['unknown', 'absent']);
  if (principal === undefined || action === undefined || resource === undefined || otherKeys === undefined) {
    return undefined;
  }
  const context: ConditionContext = { keys, otherKeys };
  // An access point's or key's ARN names its owner itself.
  const account = parseArn(resource)?.account;
  const owner = account !== undefined && isAccountId(account) ? account : (given ?? principalAccount(principal));
  return {
    principal,
    action,
    resource,
    context,
    ...(owner === undefined ? {} : { resourceAccount: owner }),
    ...(bucket === undefined ? {} : { bucket }),
  };
}

function readPrincipal(place: Place): Principal | undefined {
  if (isMap(place.node)) {
    const service = readFields(place, { service: 'required' })?.service;
    const name = service && readText(service);
    return name === undefined ? undefined : { kind: 'service', service: name };
  }
  const text = readText(place);
  if (text === undefined) return undefined;
  if (text === 'anonymous') return { kind: 'anonymous' };
  const principal = parsePrincipalArn(text);
  if (principal.kind !== 'notAPrincipal') return principal;
  return problem(
    place,
    `${named(place)} is no principal: ${principal.because}; write the ARN of a role, user, session, federated user or root, \`anonymous\`, or \`{ service: NAME.amazonaws.com }\``,
  );
}

function readAction(place: Place): string | undefined {
  const text = readText(place);
  if (text === undefined || /^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(text)) return text;
  return problem(place, `${named(place)} is \`${text}\`; write one IAM action such as \`s3:GetObject\``);
}

function readResource(place: Place): string | undefined {
  const text = readText(place);
  if (text === undefined || text === '*' || parseArn(text) !== undefined) return text;
  return problem(place, `${named(place)} is \`${text}\`; write the ARN of a bucket, object, access point or key`);
}

export function readAccount(place: Place): string | undefined {
  const text = readText(place);
  if (text === undefined || isAccountId(text)) return text;
  return problem(place, `${named(place)} is \`${text}\`; an account id has twelve digits`);
}

function readBucket(place: Place): AccessRequest['bucket'] {
  const fields = readFields(place, { name: 'required', account: 'required' });
  const name = fields?.name && readText(fields.name);
  const account = fields?.account && readAccount(fields.account);
  return name === undefined || account === undefined ? undefined : { name, account };
}

function readContext(place: Place): ReadonlyMap<string, ContextValue> {
  const keys = new Map<string, ContextValue>();
  for (const [key, value] of readEntries(place) ?? []) {
    const values = isSeq(value.node) ? (readList(value) ?? []).map(readText) : [readText(value)];
    const known = values.filter((one) => one !== undefined);
    if (known.length === values.length) keys.set(key.toLowerCase(), { kind: 'known', values: known });
  }
  return keys;
}
