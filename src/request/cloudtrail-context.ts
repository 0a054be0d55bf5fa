import { isAccountId } from './arn.ts';
import { type CloudTrailRecord, textOf } from './cloudtrail-record.ts';
import { contextOfHeader } from './header-context.ts';
import type { S3Call } from './s3-call.ts';

const AUTH_TYPES: Readonly<Record<string, string>> = { AuthHeader: 'REST-HEADER', QueryString: 'REST-QUERY-STRING' };
const SIGNATURES: Readonly<Record<string, string>> = { SigV4: 'AWS4-HMAC-SHA256', SigV2: 'AWS' };
const PARAMETERS: Readonly<Record<string, string>> = {
  prefix: 's3:prefix',
  delimiter: 's3:delimiter',
  'max-keys': 's3:max-keys',
  'If-Match': 's3:if-match',
  'If-None-Match': 's3:if-none-match',
};
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]+)$/i;

/** The condition keys that a record of a call tells; those it does not tell are left out. */
export function contextOfRecord(record: CloudTrailRecord): S3Call['context'] {
  return Object.fromEntries(
    [
      ...keysOfTime(record),
      ...keysOfNetwork(record),
      ...keysOfCaller(record),
      ...keysOfSignature(record),
      ...keysOfParameters(record),
    ].flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [[key, typeof value === 'string' ? [value] : value]],
    ),
  );
}

type Keys = readonly (readonly [key: string, value: string | readonly string[] | null | undefined])[];

function keysOfTime({ eventTime }: CloudTrailRecord): Keys {
  const time = Date.parse(eventTime ?? '');
  if (Number.isNaN(time)) return [];
  return [
    ['aws:CurrentTime', eventTime],
    ['aws:EpochTime', String(Math.floor(time / 1000))],
  ];
}

/** Behind an endpoint the address is the private one: `aws:VpcSourceIp`, and there is no `aws:SourceIp`. */
function keysOfNetwork({ sourceIPAddress, vpcEndpointId, vpcEndpointAccountId }: CloudTrailRecord): Keys {
  const address = ADDRESS.test(sourceIPAddress ?? '') ? sourceIPAddress : undefined;
  if (typeof vpcEndpointId !== 'string') return [['aws:SourceIp', address]];
  return [
    ['aws:SourceVpce', vpcEndpointId],
    // AWS's own endpoints are of no account that has a number.
    ['aws:VpceAccount', isAccountId(vpcEndpointAccountId ?? '') ? vpcEndpointAccountId : undefined],
    ['aws:VpcSourceIp', address],
  ];
}

function keysOfCaller({ userIdentity, userAgent, sourceIPAddress }: CloudTrailRecord): Keys {
  const session = userIdentity?.sessionContext;
  const mfa = session?.attributes?.mfaAuthenticated;
  // A service that calls with the caller's own identity: a forward access session.
  const service =
    userIdentity?.type === 'AWSService' ? undefined : (userIdentity?.invokedBy ?? serviceOf(sourceIPAddress));
  return [
    ['aws:UserAgent', userAgent?.replace(/^\[([\s\S]*)\]$/, '$1')],
    ['aws:userid', userIdentity?.principalId],
    ['aws:MultiFactorAuthPresent', mfa === undefined || mfa === null ? undefined : String(mfa)],
    ['aws:TokenIssueTime', session?.attributes?.creationDate],
    ['aws:SourceIdentity', session?.sourceIdentity],
    ['aws:ViaAWSService', service === undefined ? undefined : 'true'],
    ['aws:CalledVia', service === undefined ? undefined : [service]],
  ];
}

const serviceOf = (address: string | null | undefined): string | undefined =>
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(address ?? '') ? (address ?? undefined) : undefined;

function keysOfSignature({ additionalEventData: data, tlsDetails }: CloudTrailRecord): Keys {
  const tls = /^TLSv(\d\.\d)$/.exec(tlsDetails?.tlsVersion ?? '')?.[1];
  const secure = tls !== undefined || textOf(data, 'CipherSuite') !== undefined;
  // A whole record of a data event without a word of a cipher is one of plain HTTP.
  const plain = !secure && textOf(data, 'x-amz-id-2') !== undefined && textOf(data, 'bytesTransferredIn') !== undefined;
  return [
    ['aws:SecureTransport', secure ? 'true' : plain ? 'false' : undefined],
    ['s3:TlsVersion', tls],
    ['s3:authType', AUTH_TYPES[textOf(data, 'AuthenticationMethod') ?? '']],
    ['s3:signatureversion', SIGNATURES[textOf(data, 'SignatureVersion') ?? '']],
  ];
}

function keysOfParameters({ requestParameters }: CloudTrailRecord): Keys {
  return Object.keys(requestParameters ?? {}).flatMap((name): Keys => {
    const value = textOf(requestParameters, name);
    if (value === undefined) return [];
    const key = PARAMETERS[name];
    if (key !== undefined) return [[key, value]];
    return /^x-amz-/i.test(name) ? Object.entries(contextOfHeader(name, value)) : [];
  });
}
