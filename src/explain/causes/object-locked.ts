import type { ObjectRetention } from '../../evidence/bucket-settings.ts';
import type { Case } from '../case.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { sent, untold } from '../sent.ts';
import { spokenTime } from '../spoken-time.ts';
import { spokenAct } from '../words.ts';

interface Locked extends Finding {
  readonly lock: ObjectRetention | 'legalHold';
}

/** Object Lock holds the version: a retention that has not ended, or a legal hold. */
export const objectLocked = cause<Locked>({
  code: 'object-locked',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
  find: ({ index, request }, whole) => {
    const { settings } = whole.collected;
    if (settings === undefined || index !== whole.requests[0]?.index || !GUARDED.test(request.action)) return [];
    const { legalHold, retention } = settings;
    const deletes = /DeleteObjectVersion$/i.test(request.action);
    const held: readonly Locked[] =
      deletes && legalHold.kind === 'found' && legalHold.value === 'ON'
        ? [{ layer: null, role: 'gate', lock: 'legalHold' }]
        : [];
    if (retention.kind !== 'found' || hasEnded(retention.value, whole)) return held;
    const { mode } = retention.value;
    const bypass = sent(whole, 'x-amz-bypass-governance-retention')?.toLowerCase();
    if (mode === 'GOVERNANCE' && bypass === 'true') return held;
    // A retention may be made longer by whoever may set it. Each lock holds a version by itself: lifting one leaves the other.
    const lock = retention.value;
    if (deletes && (mode === 'COMPLIANCE' || bypass !== undefined))
      return [...held, { layer: null, role: 'gate', lock }];
    return [...held, { layer: null, ...untold(whole), lock }];
  },
  explain: ({ lock }, { request }) => WORDS[lock === 'legalHold' ? 'legalHold' : lock.mode](lock, spokenAct(request)),
  suggest: () => NO_CHANGES,
});

const GUARDED = /^s3:(?:DeleteObjectVersion|PutObjectRetention)$/i;

function hasEnded({ until }: ObjectRetention, { denial, collected }: Case): boolean {
  const at = denial.at ?? collected.facts?.at;
  return at !== undefined && Date.parse(until) <= Date.parse(at);
}

const until = (lock: Locked['lock']) => (lock === 'legalHold' ? '' : spokenTime(lock.until));

const WORDS = {
  legalHold: (_lock: Locked['lock'], act: string) => ({
    because: 'the version is under a legal hold',
    what: `The version is under a legal hold, which forbids ${act}`,
    why: 'While a legal hold is on, nobody deletes the version, the root user neither. It has no end of its own',
    help: 'Have the legal hold lifted by whoever put it there (`aws s3api put-object-legal-hold`), if that is agreed; a delete that names no version only adds a delete marker, and works',
  }),
  COMPLIANCE: (lock: Locked['lock'], act: string) => ({
    because: `the version is locked in compliance mode until ${until(lock)}, for everybody`,
    what: `Object Lock keeps the version in compliance mode until ${until(lock)}, which forbids ${act}`,
    why: 'In compliance mode nobody shortens the lock or deletes the version before its end, the root user neither',
    help: 'Wait for the end of the lock; a delete that names no version only adds a delete marker, and works',
  }),
  GOVERNANCE: (lock: Locked['lock'], act: string) => ({
    because: `the version is locked in governance mode until ${until(lock)}: S3 answers 403 unless the request asks to bypass it`,
    what: `Object Lock keeps the version in governance mode until ${until(lock)}, which stands in the way of ${act}`,
    why: 'In governance mode it takes `s3:BypassGovernanceRetention` and `x-amz-bypass-governance-retention: true` in the request, both',
    help: 'Send `x-amz-bypass-governance-retention: true`, with `s3:BypassGovernanceRetention`, if whoever locked it agrees; a delete that names no version only adds a delete marker, and works',
  }),
};
