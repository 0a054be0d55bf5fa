import type { KeyGrant, KeyPolicy } from '../evidence/evidence.ts';
import type { Unreadable } from '../evidence/reading.ts';
import { type Place, readEntries, readFields, readList, readOneOf, readText } from './place.ts';
import { readDocument, readUnreadable } from './read-policies.ts';

export function readKeyPolicy(place: Place): KeyPolicy | undefined {
  const fields = readFields(place, {
    document: 'required',
    keyManager: 'optional',
    keyState: 'optional',
    grants: 'optional',
  });
  const document = fields?.document && readDocument(fields.document, 'resource');
  if (fields === undefined || document === undefined) return undefined;
  return {
    policy: { name: 'key policy', document },
    keyManager: (fields.keyManager && readOneOf(fields.keyManager, ['CUSTOMER', 'AWS'])) ?? 'CUSTOMER',
    keyState: (fields.keyState && readText(fields.keyState)) ?? 'Enabled',
    grants: fields.grants === undefined ? [] : readGrants(fields.grants),
  };
}

function readGrants(place: Place): readonly KeyGrant[] | Unreadable {
  const unread = readUnreadable(place);
  if (unread !== undefined) return unread;
  return (readList(place) ?? []).flatMap((entry) => readGrant(entry) ?? []);
}

function readGrant(place: Place): KeyGrant | undefined {
  const fields = readFields(place, { granteePrincipal: 'required', operations: 'required', constraints: 'optional' });
  const granteePrincipal = fields?.granteePrincipal && readText(fields.granteePrincipal);
  const operations = (fields?.operations && readList(fields.operations))?.flatMap((entry) => readText(entry) ?? []);
  const constraints = fields?.constraints && readConstraints(fields.constraints);
  if (granteePrincipal === undefined || operations === undefined) return undefined;
  return { granteePrincipal, operations, ...(constraints === undefined ? {} : { constraints }) };
}

function readConstraints(place: Place): KeyGrant['constraints'] {
  const fields = readFields(place, {
    EncryptionContextSubset: 'optional',
    EncryptionContextEquals: 'optional',
    SourceArn: 'optional',
  });
  const source = fields?.SourceArn && readText(fields.SourceArn);
  const subset = fields?.EncryptionContextSubset && readPairs(fields.EncryptionContextSubset);
  const equals = fields?.EncryptionContextEquals && readPairs(fields.EncryptionContextEquals);
  return {
    ...(subset === undefined ? {} : { EncryptionContextSubset: subset }),
    ...(equals === undefined ? {} : { EncryptionContextEquals: equals }),
    ...(source === undefined ? {} : { SourceArn: source }),
  };
}

function readPairs(place: Place): Readonly<Record<string, string>> {
  const pairs = (readEntries(place) ?? []).flatMap(([key, value]) => {
    const text = readText(value);
    return text === undefined ? [] : [[key, text] as const];
  });
  return Object.fromEntries(pairs);
}
