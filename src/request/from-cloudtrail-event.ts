import type { z } from 'zod';
import { isAboutAccount } from './about-account.ts';
import { isProblem } from './bad-arguments.ts';
import { contextOfRecord } from './cloudtrail-context.ts';
import { principalOfRecord } from './cloudtrail-principal.ts';
import { CloudTrailRecord, textOf } from './cloudtrail-record.ts';
import { parseNamedBucket } from './named-bucket.ts';
import { findHiddenProblem, notAPolicyProblemOfCode } from './not-a-policy-problem.ts';
import type { Principal } from './principal.ts';
import { principalPartition } from './principal-arn.ts';
import { parseReportedReason } from './reported-reason.ts';
import { parseS3Arn } from './s3-arn.ts';
import type { CallTarget, Denial, ReportedReason, S3Call } from './s3-call.ts';
import { findS3Operation } from './s3-operations.ts';

/** What one CloudTrail record tells: a denied call to S3 or to the key of an object; something else; or nothing whole. */
export type CloudTrailReading =
  | { readonly kind: 'denied'; readonly denial: Denial }
  | {
      readonly kind: 'notDenied';
      readonly because: string;
      /** The call, where it failed for something that no policy explains. */
      readonly failed?: Denial;
    }
  | { readonly kind: 'invalid'; readonly because: string };

/** The error codes of a denial; infra's event patterns let them through. */
export const DENIED: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'VpceAccessDenied',
  'Client.AccessDenied',
  'Forbidden',
  '403',
]);
const DIRECTORY_BUCKETS = 's3express.amazonaws.com';
const SOURCES: ReadonlySet<string> = new Set([
  's3.amazonaws.com',
  DIRECTORY_BUCKETS,
  's3-object-lambda.amazonaws.com',
  's3-outposts.amazonaws.com',
]);

/** Reads one record, as an object; `because` names the field that is missing or wrong. */
export function fromCloudTrailEvent(record: unknown): CloudTrailReading {
  const parsed = CloudTrailRecord.safeParse(record);
  if (!parsed.success) return { kind: 'invalid', because: firstFault(parsed.error) };
  const event = parsed.data;
  const { errorCode, eventSource, eventName } = event;
  if (errorCode === undefined || errorCode === null)
    return { kind: 'notDenied', because: `\`${eventName}\` succeeded` };
  if (!DENIED.has(errorCode)) return failedOtherwise(event, errorCode);
  if (eventSource === 'kms.amazonaws.com') return fromKmsEvent(event);
  if (!SOURCES.has(eventSource))
    return { kind: 'notDenied', because: `\`${eventName}\` is a call to \`${eventSource}\`, not to S3` };
  return fromS3Event(event);
}

/** A call that failed, not for want of permissions: 404, 301, 400, or a 403 that no policy gives. */
function failedOtherwise(event: CloudTrailRecord, errorCode: string): CloudTrailReading {
  const { eventName, eventSource } = event;
  const because = `\`${eventName}\` failed with \`${errorCode}\`, which is no denial`;
  const problem = notAPolicyProblemOfCode(errorCode, eventSource);
  const isKms = eventSource === 'kms.amazonaws.com';
  if (problem === undefined || !(isKms || SOURCES.has(eventSource))) return { kind: 'notDenied', because };
  const reading = isKms ? fromKmsEvent(event) : fromS3Event(event);
  if (reading.kind !== 'denied') return { kind: 'notDenied', because };
  return { kind: 'notDenied', because, failed: { ...reading.denial, notAPolicyProblem: problem } };
}

function firstFault(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  return field === '' ? 'it is no CloudTrail record' : `\`${field}\`: ${issue?.message ?? 'is wrong'}`;
}

const invalid = (because: string): CloudTrailReading => ({ kind: 'invalid', because });

function fromS3Event(event: CloudTrailRecord): CloudTrailReading {
  const reason = reasonOf(event);
  const principal = principalOfRecord(event, reason?.principal);
  if (principal.kind === 'unnamed') return invalid(principal.because);
  const { eventName } = event;
  const ofAccount = isAboutAccount(findS3Operation(eventName) ?? reason?.action);
  const place: Place | string | undefined = ofAccount
    ? { target: { kind: 'account', partition: principalPartition(principal) } }
    : placeOf(event, principal);
  if (place === undefined) return invalid('`requestParameters.bucketName` is missing, and `resources` names no bucket');
  if (typeof place === 'string') return invalid(place);
  const operation =
    eventName === 'ListObjects' && textOf(event.requestParameters, 'list-type') === '2'
      ? 'ListObjectsV2'
      : findS3Operation(eventName)?.name;
  const action = operation === undefined ? reason?.action : undefined;
  if (operation === undefined && action === undefined)
    return invalid(`\`eventName\`: S3 has no operation \`${eventName}\` whose permissions are known`);
  const versionId = textOf(event.requestParameters, 'versionId');
  return denied(event, reason, {
    operation: operation ?? eventName,
    ...(action === undefined ? {} : { action }),
    ...place,
    ...(versionId === undefined || versionId === '' ? {} : { versionId }),
    principal,
    ...regionOf(event, place.target),
    ...(typeof event.vpcEndpointId === 'string' ? { vpcEndpoint: event.vpcEndpointId } : {}),
    context: contextOfRecord(event),
  });
}

/** S3 tells KMS the object, or with a Bucket Key the bucket, as encryption context. */
function fromKmsEvent(event: CloudTrailRecord): CloudTrailReading {
  const encryptionContext = event.requestParameters?.encryptionContext;
  const arn =
    typeof encryptionContext === 'object' && encryptionContext !== null
      ? new Map<string, unknown>(Object.entries(encryptionContext)).get('aws:s3:arn')
      : undefined;
  const object = typeof arn === 'string' ? parseS3Arn(arn) : undefined;
  if (object === undefined || (object.kind !== 'bucket' && object.kind !== 'object')) {
    return {
      kind: 'notDenied',
      because: `\`${event.eventName}\` has no S3 object as its encryption context, so it was not for S3`,
    };
  }
  const said = reasonOf(event);
  const principal = principalOfRecord(event, said?.principal);
  if (principal.kind === 'unnamed') return invalid(principal.because);
  const keyArn = event.resources?.find(({ type }) => type === 'AWS::KMS::Key')?.ARN ?? undefined;
  const reason =
    said === undefined || said.resource !== undefined || keyArn === undefined ? said : { ...said, resource: keyArn };
  return denied(event, reason, {
    operation: event.eventName === 'Decrypt' ? 'GetObject' : 'PutObject',
    action: reason?.action?.startsWith('kms:') === true ? reason.action : `kms:${event.eventName}`,
    target: { kind: 'bucket', name: object.bucket, partition: object.partition },
    ...(object.kind === 'object' ? { key: object.key } : {}),
    ...(keyArn === undefined ? {} : { kmsKey: keyArn }),
    principal,
    ...regionOf(event, undefined),
    context: contextOfRecord(event),
  });
}

function denied(event: CloudTrailRecord, reason: ReportedReason | undefined, call: S3Call): CloudTrailReading {
  const { eventTime, eventID } = event;
  const notes = notesOf(event, call);
  // As SDKs word it, by which a problem is known.
  const hidden = findHiddenProblem(`calling the ${event.eventName} operation: ${event.errorMessage ?? ''}`);
  return {
    kind: 'denied',
    denial: {
      call,
      source: 'cloudTrailEvent',
      ...(reason === undefined ? {} : { reportedReason: reason }),
      ...(hidden === undefined ? {} : { notAPolicyProblem: hidden }),
      ...(typeof eventTime === 'string' ? { at: eventTime } : {}),
      ...(typeof eventID === 'string' ? { eventId: eventID } : {}),
      ...(notes.length === 0 ? {} : { notes }),
    },
  };
}

function reasonOf({ errorCode, errorMessage }: CloudTrailRecord): ReportedReason | undefined {
  const reason = typeof errorMessage === 'string' ? parseReportedReason(errorMessage) : undefined;
  if (errorCode !== 'VpceAccessDenied') return reason;
  const sentence = reason?.sentence ?? errorMessage ?? 'VpceAccessDenied';
  return { kind: 'unstated', ...reason, sentence, layer: 'vpcEndpointPolicy' };
}

type Place = Pick<S3Call, 'target' | 'key' | 'bucketAccount'>;

/** The access point that was addressed, else the bucket; a sentence where its name cannot be one. */
function placeOf(event: CloudTrailRecord, principal: Principal): Place | string | undefined {
  const { requestParameters, resources, eventSource } = event;
  const point = resources?.find(({ type }) => /^AWS::S3(?:ObjectLambda)?::AccessPoint$/.test(type ?? ''))?.ARN;
  const bucket = resources?.find(({ type }) => type === 'AWS::S3::Bucket');
  const object = resources?.find(({ type }) => type === 'AWS::S3::Object')?.ARN;
  const said = point ?? textOf(requestParameters, 'bucketName') ?? bucket?.ARN ?? object;
  if (said === undefined || said === null) return undefined;
  // Old buckets bear names that no new one may have; in an ARN they are taken as they are.
  const word = parseS3Arn(said) === undefined && /[A-Z_]/.test(said) ? `arn:aws:s3:::${said}` : said;
  const named = parseNamedBucket(word);
  if (isProblem(named)) return `\`requestParameters.bucketName\`: ${named.what}`;
  const key = textOf(requestParameters, 'key') ?? named.key;
  const account = bucket?.accountId;
  const target: CallTarget =
    eventSource === DIRECTORY_BUCKETS ? { kind: 'notCovered', service: 'directoryBucket', text: said } : named.target;
  return {
    target:
      target.kind === 'bucket' || target.kind === 'accessPointAlias'
        ? { ...target, partition: principalPartition(principal) }
        : target,
    ...(key === undefined || key === '' ? {} : { key }),
    ...(typeof account === 'string' ? { bucketAccount: account } : {}),
  };
}

function regionOf({ awsRegion }: CloudTrailRecord, target: CallTarget | undefined): { readonly region?: string } {
  if (target?.kind === 'accessPoint') return { region: target.region };
  return typeof awsRegion === 'string' ? { region: awsRegion } : {};
}

function notesOf({ sourceIPAddress }: CloudTrailRecord, { context, vpcEndpoint }: S3Call): readonly string[] {
  const service = context['aws:CalledVia']?.[0];
  return [
    ...(service === undefined ? [] : [`The service \`${service}\` made the call with the identity of the caller.`]),
    ...(context['s3:authType']?.[0] === 'REST-QUERY-STRING'
      ? ['The request was a presigned URL: it has the permissions of its signer.']
      : []),
    ...(context['aws:SecureTransport']?.[0] === 'false' ? ['The request came over plain HTTP, without TLS.'] : []),
    ...(vpcEndpoint !== undefined && sourceIPAddress !== undefined && sourceIPAddress !== null
      ? [`The request came from \`${sourceIPAddress}\` through the VPC endpoint \`${vpcEndpoint}\`.`]
      : []),
  ];
}
