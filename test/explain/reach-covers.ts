import { situationOf } from '../../src/evaluate/situation.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import type { Suggestion } from '../../src/explain/diagnosis.ts';
import type { ReachPart } from '../../src/explain/reach-parts.ts';
import { matchStatement } from '../../src/policy/match-statement.ts';
import type { PrincipalEntry, Statement } from '../../src/policy/policy-document.ts';
import type { AccessRequest } from '../../src/request/access-request.ts';
import { isReached } from './organization.ts';

/** The stated reach of a change says that this request may be decided otherwise, and in this direction. */
export function covers(
  { reaches, target, layer }: Suggestion,
  request: AccessRequest,
  evidence: Evidence,
  gives: boolean,
): boolean {
  const parts = reaches?.parts ?? [];
  return parts.some((part) => {
    if ((part.does === 'allows' || part.does === 'stopsDenying') !== gives) return false;
    if (part.principal === null && !isReached(request.principal, target)) return false;
    return spellings(layer, request, evidence).some((one) => matches(part, one));
  });
}

/** Behind an access point, the bucket policy speaks of the bucket. */
function spellings(layer: Suggestion['layer'], asked: AccessRequest, evidence: Evidence): readonly AccessRequest[] {
  const { request, bucketRequest } = situationOf(asked, evidence);
  return layer === 'bucketPolicy' && bucketRequest !== null ? [bucketRequest] : [request];
}

function matches(part: ReachPart, request: AccessRequest): boolean {
  const options = { version: '2012-10-17' as const, ignorePrincipal: part.principal === null };
  return matchStatement(statementOf(part), request, options).match !== 'no';
}

function statementOf({ does, principal, action, notAction, resource, notResource, conditions }: ReachPart): Statement {
  return {
    index: 0,
    effect: does === 'allows' || does === 'stopsAllowing' ? 'Allow' : 'Deny',
    conditions,
    ...(principal === null ? {} : { principal: principal.map(entry) }),
    ...(action === null ? {} : { action }),
    ...(notAction === null ? {} : { notAction }),
    ...(resource === null ? {} : { resource }),
    ...(notResource === null ? {} : { notResource }),
  };
}

function entry(value: string): PrincipalEntry {
  return value.endsWith('.amazonaws.com') ? { kind: 'service', value } : { kind: 'aws', value };
}
