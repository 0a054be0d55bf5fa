interface Changes {
  readonly bucket?: string;
  readonly key?: string;
  readonly role?: string;
  readonly session?: string;
  readonly operation?: string;
  readonly eventId?: string;
  readonly sharedEventId?: string;
  readonly at?: string;
  readonly errorCode?: string | null;
  readonly eventSource?: string;
  readonly userIdentity?: object;
}

/** "AWS API Call via CloudTrail" of a denied S3 call, as EventBridge delivers it. */
export function aDeniedEvent({
  bucket = 'payroll-reports',
  key = '2026/10.csv',
  role = 'reports',
  session = 'nightly',
  operation = 'GetObject',
  eventId = 'event-1',
  sharedEventId,
  at = '2026-10-01T11:58:00Z',
  errorCode = 'AccessDenied',
  eventSource = 's3.amazonaws.com',
  userIdentity,
}: Changes = {}): unknown {
  return {
    version: '0',
    id: `eventbridge-${eventId}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: '111122223333',
    time: at,
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: userIdentity ?? {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE:${session}`,
        arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
        accountId: '111122223333',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: `arn:aws:iam::111122223333:role/${role}`,
            accountId: '111122223333',
            userName: role,
          },
          attributes: { creationDate: at, mfaAuthenticated: 'false' },
        },
      },
      eventTime: at,
      eventSource,
      eventName: operation,
      awsRegion: 'eu-west-1',
      sourceIPAddress: '10.0.0.7',
      vpcEndpointId: 'vpce-1a',
      userAgent: '[aws-sdk-java/2.31.0]',
      ...(errorCode === null ? {} : { errorCode, errorMessage: 'Access Denied' }),
      requestParameters: { bucketName: bucket, key, Host: `${bucket}.s3.eu-west-1.amazonaws.com` },
      responseElements: null,
      requestID: '4V2P0EXAMPLE1X7Q',
      eventID: eventId,
      ...(sharedEventId === undefined ? {} : { sharedEventID: sharedEventId }),
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: false,
      recipientAccountId: '111122223333',
      eventCategory: 'Data',
    },
  };
}
