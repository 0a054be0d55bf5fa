import { evaluate } from '../../evaluate/evaluate.ts';
import type { BucketSettings, BucketVersioning, ObjectRetention } from '../../evidence/bucket-settings.ts';
import type { Collected } from '../../evidence/collected.ts';
import { found, type Reading, type Unreadable } from '../../evidence/reading.ts';
import { bucketArn, parseS3Arn } from '../../request/s3-arn.ts';
import type { Case, RequestCase } from '../case.ts';
import { type Cause, cause, type Finding, NO_CHANGES } from '../cause.ts';
import { settleAllUnread } from '../settle-unread.ts';
import { capitalized, joined, spokenAct, spokenCaller } from '../words.ts';
import { archivedObject } from './archived-object.ts';
import { mfaDelete } from './mfa-delete.ts';
import { objectLocked } from './object-locked.ts';
import { requesterPays } from './requester-pays.ts';

interface Unread extends Finding {
  readonly rows: readonly { readonly row: Row; readonly reading: Unreadable }[];
}

/** Something that no policy holds could end the call with a 403, and was not read. */
interface Row {
  readonly what: string;
  readonly why: string;
  readonly of: (collected: Collected) => Reading<unknown> | undefined;
  readonly matters: (request: RequestCase, whole: Case) => boolean;
}

/** Whether a cause would find a gate, had the worst been read. */
const gateIn = ({ examine }: Cause, request: RequestCase, whole: Case, worst: Partial<Collected>): boolean =>
  examine(request, { ...whole, collected: { ...whole.collected, ...worst } }).some(
    ({ finding: { role } }) => role === 'gate' || role === 'openGate',
  );

const atWorst =
  (cause: Cause, worst: Partial<BucketSettings>) =>
  (request: RequestCase, whole: Case): boolean => {
    const { settings } = whole.collected;
    return settings !== undefined && gateIn(cause, request, whole, { settings: { ...settings, ...worst } });
  };

const MFA_DELETE: BucketVersioning = { status: 'Enabled', mfaDelete: true };
const LOCKED: ObjectRetention = { mode: 'COMPLIANCE', until: '9999-12-31T00:00:00Z' };

const ROWS: readonly Row[] = [
  {
    what: 'whether the object is there',
    why: 'S3 answers 403, not 404, for a missing object to a caller who may not list the bucket',
    of: ({ facts }) => facts?.object,
    matters: hidesMissingObject,
  },
  {
    what: 'whether the object is archived',
    why: 'S3 answers 403 to whoever reads an archived object that was not restored',
    of: ({ facts }) => facts?.object,
    matters: (request, whole) =>
      gateIn(archivedObject, request, whole, {
        facts: { ...whole.collected.facts, object: found({ storageClass: 'GLACIER' }) },
      }),
  },
  {
    what: 'until when the version is locked',
    why: 'Object Lock keeps a version from being deleted until its retention ends',
    of: ({ settings }) => settings?.retention,
    matters: atWorst(objectLocked, { retention: found(LOCKED) }),
  },
  {
    what: 'whether the version is under a legal hold',
    why: 'Nobody deletes a version that is under a legal hold',
    of: ({ settings }) => settings?.legalHold,
    matters: atWorst(objectLocked, { legalHold: found('ON') }),
  },
  {
    what: 'whether MFA Delete is on',
    why: 'With MFA Delete only the root user of the account deletes versions and changes the versioning',
    of: ({ settings }) => settings?.versioning,
    matters: atWorst(mfaDelete, { versioning: found(MFA_DELETE) }),
  },
  {
    what: 'whether the requester pays',
    why: 'A Requester Pays bucket refuses every anonymous request, and those of other accounts that do not say that they pay',
    of: ({ settings }) => settings?.requestPayment,
    matters: atWorst(requesterPays, { requestPayment: found('Requester') }),
  },
];

/** Every policy allows it, and what could bring a 403 all the same was not read: that is not an allow. */
export const settingUnreadable = cause<Unread>({
  code: 'setting-unreadable',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  find: (rc, whole) => {
    if (whole.decision !== 'allow' || rc.index !== whole.requests[0]?.index) return [];
    const rows = ROWS.flatMap((row) => {
      const reading = row.of(whole.collected);
      return reading?.kind === 'unreadable' && row.matters(rc, whole) ? [{ row, reading }] : [];
    });
    return rows.length === 0 ? [] : [{ layer: null, role: 'openGate', rows }];
  },
  explain: ({ rows }, { request }) => {
    const unread = joined(
      rows.map(({ row }) => row.what),
      'and',
    );
    const because = `every policy allows it, but ${unread} could not be read`;
    return {
      because,
      headline: `Whether ${spokenCaller(request.principal)} may do ${spokenAct(request)} is not settled: ${because}`,
      what: `${capitalized(unread)} could not be read, and could bring a 403 that no policy tells of`,
      why: [...new Set(rows.flatMap(({ row, reading }) => [row.why, capitalized(reading.because)]))].join('. '),
      help: settleAllUnread(rows.map(({ reading }) => reading)),
    };
  },
  suggest: () => NO_CHANGES,
});

const READS = /^s3:GetObject(?:Version)?(?:Attributes|Tagging|Acl)?$/i;

/** Whether the caller would be told 403, as far as is known, where the object that is read is not there. */
function hidesMissingObject({ request, evidence }: RequestCase): boolean {
  const arn = parseS3Arn(request.resource);
  if (arn?.kind !== 'object' || !READS.test(request.action)) return false;
  const resource = bucketArn(arn.partition, arn.bucket);
  return evaluate({ ...request, action: 's3:ListBucket', resource }, evidence).decision !== 'allow';
}
