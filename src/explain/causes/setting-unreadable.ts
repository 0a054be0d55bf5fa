import { evaluate } from '../../evaluate/evaluate.ts';
import type { Reading, Unreadable } from '../../evidence/reading.ts';
import { bucketArn, parseS3Arn } from '../../request/s3-arn.ts';
import type { Case, RequestCase } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { settleAllUnread } from '../settle-unread.ts';
import { capitalized, joined, spokenAct, spokenCaller } from '../words.ts';

interface Unread extends Finding {
  readonly rows: readonly { readonly row: Row; readonly reading: Unreadable }[];
}

/** Something that no policy holds could end the call with a 403, and was not read. */
interface Row {
  readonly what: string;
  readonly why: string;
  readonly of: (whole: Case) => Reading<unknown> | undefined;
  readonly matters: (request: RequestCase) => boolean;
}

const deletesVersion = ({ request }: RequestCase) => /^s3:DeleteObjectVersion$/i.test(request.action);

const ROWS: readonly Row[] = [
  {
    what: 'whether the object is there',
    why: 'S3 answers 403, not 404, for a missing object to a caller who may not list the bucket',
    of: ({ collected }) => collected.facts?.object,
    matters: hidesMissingObject,
  },
  {
    what: 'until when the version is locked',
    why: 'Object Lock keeps a version from being deleted until its retention ends',
    of: ({ collected }) => collected.settings?.retention,
    matters: deletesVersion,
  },
  {
    what: 'whether the version is under a legal hold',
    why: 'Nobody deletes a version that is under a legal hold',
    of: ({ collected }) => collected.settings?.legalHold,
    matters: deletesVersion,
  },
  {
    what: 'whether MFA Delete is on',
    why: 'With MFA Delete only the root user of the account deletes versions and changes the versioning',
    of: ({ collected }) => collected.settings?.versioning,
    matters: ({ request }) =>
      request.principal.kind !== 'root' && /^s3:(?:DeleteObjectVersion|PutBucketVersioning)$/i.test(request.action),
  },
  {
    what: 'whether the requester pays',
    why: 'A Requester Pays bucket refuses every anonymous request',
    of: ({ collected }) => collected.settings?.requestPayment,
    matters: ({ request }) => request.principal.kind === 'anonymous',
  },
];

/** Every policy allows it, and what could bring a 403 all the same was not read: that is not an allow. */
export const settingUnreadable = cause<Unread>({
  code: 'setting-unreadable',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  find: (rc, whole) => {
    if (whole.decision !== 'allow' || rc.index !== whole.requests[0]?.index) return [];
    const rows = ROWS.flatMap((row) => {
      const reading = row.of(whole);
      return reading?.kind === 'unreadable' && row.matters(rc) ? [{ row, reading }] : [];
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
