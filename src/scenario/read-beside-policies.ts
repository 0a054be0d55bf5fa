import type { BucketSettings } from '../evidence/bucket-settings.ts';
import type { CallFacts } from '../evidence/call-facts.ts';
import { findHiddenProblem, findNotAPolicyProblem } from '../request/not-a-policy-problem.ts';
import { parseReportedReason } from '../request/reported-reason.ts';
import { type Place, problem, readBoolean, readEntries, readFields, readOneOf, readText } from './place.ts';
import { readReading } from './read-policies.ts';
import type { Scenario } from './scenario.ts';

/** `settings:` of a scenario file: what S3 keeps of the bucket beside its policies. What is left out is absent. */
export function readSettings(place: Place): BucketSettings {
  const fields = readFields(place, {
    requestPayment: 'optional',
    versioning: 'optional',
    objectLock: 'optional',
    abac: 'optional',
    tags: 'optional',
    retention: 'optional',
    legalHold: 'optional',
  });
  return {
    requestPayment: readReading(fields?.requestPayment, (at) => readOneOf(at, ['BucketOwner', 'Requester'])),
    versioning: readReading(fields?.versioning, (at) => {
      const versioning = readFields(at, { status: 'required', mfaDelete: 'optional' });
      const status = versioning?.status && readOneOf(versioning.status, ['Enabled', 'Suspended', 'Off']);
      const mfaDelete = versioning?.mfaDelete && readBoolean(versioning.mfaDelete);
      return status === undefined ? undefined : { status, mfaDelete: mfaDelete ?? false };
    }),
    objectLock: readReading(fields?.objectLock, (at) => {
      const lock = readFields(at, { defaultMode: 'optional' });
      const defaultMode = lock?.defaultMode && readOneOf(lock.defaultMode, MODES);
      return defaultMode === undefined ? {} : { defaultMode };
    }),
    abac: readReading(fields?.abac, (at) => readOneOf(at, ['Enabled', 'Disabled'])),
    tags: readReading(fields?.tags, (at) =>
      Object.fromEntries((readEntries(at) ?? []).map(([key, value]) => [key, readText(value) ?? ''])),
    ),
    retention: readReading(fields?.retention, (at) => {
      const retention = readFields(at, { mode: 'required', until: 'required' });
      const mode = retention?.mode && readOneOf(retention.mode, MODES);
      const until = retention?.until && readTime(retention.until);
      return mode === undefined || until === undefined ? undefined : { mode, until };
    }),
    legalHold: readReading(fields?.legalHold, (at) => readOneOf(at, ['ON', 'OFF'])),
  };
}

const MODES = ['GOVERNANCE', 'COMPLIANCE'] as const;

/** `facts:` of a scenario file: what is not there, and what is archived. */
export function readFacts(place: Place): CallFacts {
  const fields = readFields(place, {
    at: 'optional',
    bucketExists: 'optional',
    callerExists: 'optional',
    object: 'optional',
    keys: 'optional',
  });
  const at = fields?.at && readTime(fields.at);
  const bucketExists = fields?.bucketExists && readBoolean(fields.bucketExists);
  const callerExists = fields?.callerExists && readBoolean(fields.callerExists);
  const object =
    fields?.object &&
    readReading(fields.object, (listed) => {
      const entry = readFields(listed, { storageClass: 'optional', restoredUntil: 'optional' });
      const storageClass = entry?.storageClass && readText(entry.storageClass);
      const until = entry?.restoredUntil && readTime(entry.restoredUntil);
      return {
        ...(storageClass === undefined ? {} : { storageClass }),
        ...(until === undefined ? {} : { restored: { until } }),
      };
    });
  const keys = fields?.keys && readKeys(fields.keys);
  return {
    ...(at === undefined ? {} : { at }),
    ...(bucketExists === undefined ? {} : { bucketExists }),
    ...(callerExists === undefined ? {} : { callerExists }),
    ...(object === undefined ? {} : { object }),
    ...(keys === undefined ? {} : { keys }),
  };
}

function readKeys(place: Place): CallFacts['keys'] {
  const fields = readFields(place, { bucketDefault: 'optional', object: 'required' });
  const object = fields?.object && readText(fields.object);
  const bucketDefault = fields?.bucketDefault && readText(fields.bucketDefault);
  return object === undefined ? undefined : { object, bucketDefault: bucketDefault ?? null };
}

/** `denial:` of a scenario file: AWS's error, as a code or as its whole sentence, and when the call was made. */
export function readDenial(place: Place): NonNullable<Scenario['denial']> {
  const fields = readFields(place, { error: 'optional', at: 'optional' });
  const text = fields?.error && readText(fields.error);
  const at = fields?.at && readTime(fields.at);
  const reason = text === undefined ? undefined : parseReportedReason(text);
  const other = text === undefined ? undefined : (findHiddenProblem(text) ?? findOther(text, reason?.action));
  return {
    source: 'errorMessage',
    ...(at === undefined ? {} : { at }),
    ...(reason === undefined ? {} : { reportedReason: reason }),
    ...(other === undefined ? {} : { notAPolicyProblem: other }),
  };
}

const findOther = (text: string, action: string | undefined) =>
  action === undefined ? findNotAPolicyProblem(text) : undefined;

function readTime(place: Place): string | undefined {
  const text = readText(place);
  if (text === undefined || Number.isFinite(Date.parse(text))) return text;
  return problem(place, `\`${place.path}\` is \`${text}\`; write a time such as \`2026-11-22T03:00:00Z\``);
}
