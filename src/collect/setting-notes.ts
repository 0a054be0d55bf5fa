import type { BucketSettings } from '../evidence/bucket-settings.ts';
import type { NoteTopic, TopicNote } from '../evidence/collected.ts';
import { carried } from '../request/carried.ts';
import type { S3Call } from '../request/s3-call.ts';

export interface SettingsCase {
  readonly settings: BucketSettings;
  readonly call: S3Call;
  readonly callerAccount: string | undefined;
  readonly bucketAccount: string | null;
  /** When the call was made: ISO 8601. */
  readonly at: string;
}

/** What the bucket's settings mean for this call, in sentences; nothing where they do not bear on it. */
export const settingNotes = (one: SettingsCase): readonly TopicNote[] =>
  NOTES.flatMap(([topic, note]) => note(one).map((says) => ({ topic, says })));

const NOTES: readonly (readonly [topic: NoteTopic, (one: SettingsCase) => readonly string[]])[] = [
  ['requesterPays', requesterPays],
  ['mfaDelete', mfaDelete],
  ['objectLocked', retained],
  ['objectLocked', held],
];

function held({ settings: { legalHold } }: SettingsCase): readonly string[] {
  return legalHold.kind === 'found' && legalHold.value === 'ON'
    ? ['The version is under a legal hold: S3 answers 403 to whoever would delete it, until somebody lifts the hold.']
    : [];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
function requesterPays({ settings, call, callerAccount, bucketAccount }: SettingsCase): readonly string[] {
  const { requestPayment } = settings;
  if (requestPayment.kind !== 'found' || requestPayment.value !== 'Requester') return [];
  if (call.principal.kind === 'anonymous') {
    return [
      'The bucket is a Requester Pays bucket: S3 answers 403 to every anonymous request, whatever its policy says.',
    ];
  }
  if (callerAccount === bucketAccount || carried(call, 'x-amz-request-payer') !== undefined) return [];
  return [
    'The bucket is a Requester Pays bucket: S3 answers 403 to callers of other accounts who do not send `x-amz-request-payer: requester`.',
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html */
function mfaDelete({
  settings: { versioning },
  call: { operation, action, versionId },
}: SettingsCase): readonly string[] {
  if (versioning.kind !== 'found' || !versioning.value.mfaDelete) return [];
  const deletesVersion =
    (operation === 'DeleteObject' && versionId !== undefined) || action === 's3:DeleteObjectVersion';
  if (!deletesVersion && operation !== 'PutBucketVersioning') return [];
  return [
    'MFA Delete is on: S3 answers 403 unless the root user of the account makes the call, with `x-amz-mfa` and a code of its device.',
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
function retained({ settings: { retention }, at }: SettingsCase): readonly string[] {
  if (retention.kind !== 'found' || Date.parse(retention.value.until) <= Date.parse(at)) return [];
  const { mode, until } = retention.value;
  const locked = `The version is locked until ${until} (Object Lock, ${mode.toLowerCase()} mode)`;
  return mode === 'COMPLIANCE'
    ? [`${locked}: until then S3 answers 403 to whoever would delete it or shorten the lock, the root user too.`]
    : [
        `${locked}: S3 answers 403 unless the caller has \`s3:BypassGovernanceRetention\` and sends \`x-amz-bypass-governance-retention: true\`.`,
      ];
}
