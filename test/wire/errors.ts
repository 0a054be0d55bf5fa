import type { Service } from '../../src/collect/reads.ts';
import type { WireAnswer } from './wire-tap.ts';

interface ErrorsOfService {
  /** Where AWS documents the form of its errors, and those that any call may end with. */
  readonly page: string;
  /** What says that the caller may not, and what that too much was asked: code and status. */
  readonly denied: readonly [string, number];
  readonly throttled: readonly [string, number];
  readonly answer: (code: string, status: number) => WireAnswer;
}

const ID = '4442587FB7D0A2F9';
const xml = (body: string, status: number): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});
const ofQuery = (code: string, status: number) =>
  xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>${ID}</RequestId></ErrorResponse>`,
    status,
  );
const ofJson = (code: string, status: number): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': ID },
  body: JSON.stringify({ __type: code, Message: 'no' }),
});

/** How each service tells of an error. */
export const ERRORS: Readonly<Record<Service, ErrorsOfService>> = {
  s3: {
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    denied: ['AccessDenied', 403],
    throttled: ['SlowDown', 503],
    answer: (code, status) =>
      xml(`<Error><Code>${code}</Code><Message>no</Message><RequestId>${ID}</RequestId></Error>`, status),
  },
  s3control: {
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    denied: ['AccessDenied', 403],
    throttled: ['SlowDown', 503],
    answer: ofQuery,
  },
  iam: {
    page: 'https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html',
    denied: ['AccessDenied', 403],
    throttled: ['Throttling', 400],
    answer: ofQuery,
  },
  sts: {
    page: 'https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html',
    denied: ['AccessDenied', 403],
    throttled: ['Throttling', 400],
    answer: ofQuery,
  },
  ec2: {
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
    denied: ['UnauthorizedOperation', 403],
    throttled: ['RequestLimitExceeded', 503],
    answer: (code, status) =>
      xml(
        `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors><RequestID>${ID}</RequestID></Response>`,
        status,
      ),
  },
  organizations: {
    page: 'https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html',
    denied: ['AccessDeniedException', 400],
    throttled: ['TooManyRequestsException', 400],
    answer: ofJson,
  },
  kms: {
    page: 'https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html',
    denied: ['AccessDeniedException', 400],
    throttled: ['ThrottlingException', 400],
    answer: ofJson,
  },
  cloudtrail: {
    page: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/CommonErrors.html',
    denied: ['AccessDeniedException', 400],
    throttled: ['ThrottlingException', 400],
    answer: ofJson,
  },
  lambda: {
    page: 'https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html',
    denied: ['AccessDeniedException', 403],
    throttled: ['TooManyRequestsException', 429],
    answer: (code, status) => ({
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: JSON.stringify({ Message: 'no' }),
    }),
  },
};
