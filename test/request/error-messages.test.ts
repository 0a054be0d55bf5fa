import { describe, expect, test } from 'vitest';
import { fromErrorMessage } from '../../src/request/from-error-message.ts';

const SESSION = 'arn:aws:sts::111122223333:assumed-role/reports/alice';
const BUCKET = 'arn:aws:s3:::payroll-reports';
const OBJECT = `${BUCKET}/2026/10.csv`;

/** AWS's sentence about the session. */
const sentence = (action: string, resource: string, why: string): string =>
  `User: ${SESSION} is not authorized to perform: ${action} on resource: "${resource}" ${why}`;

/** Who asked for what and why it was denied, or what is missing. */
function readOf(text: string): string {
  const read = fromErrorMessage(text);
  if (read.kind !== 'parsed') return read.what;
  const { call, reportedReason } = read.denial;
  const { principal, target, operation, action, key } = call;
  const who = 'sessionArn' in principal ? principal.sessionArn : 'arn' in principal ? principal.arn : principal.kind;
  const name = target.kind === 'bucket' || target.kind === 'accessPoint' ? target.name : target.kind;
  const asked = [operation, action === operation ? undefined : action, name, key].filter((word) => word !== undefined);
  return `${asked.join(' ')} | ${who} | ${reportedReason?.layer} ${reportedReason?.kind}`;
}

/** Texts as they stand in logs and issues, with other names. */
describe('an error text is read as it comes from', () => {
  test.each<[string, string, string]>([
    [
      "Terraform's box, whose lines are broken anywhere",
      `│ Error: creating S3 Bucket (payroll-reports) Lifecycle Configuration
│
│   with aws_s3_bucket_lifecycle_configuration.terraform-state-s3,
│   on backend.tf line 41, in resource "aws_s3_bucket_lifecycle_configuration" "terraform-state-s3":
│   41: resource "aws_s3_bucket_lifecycle_configuration" "terraform-state-s3" {
│
│ While waiting: operation error S3: GetBucketLifecycleConfiguration, https response error
│ StatusCode: 403, RequestID: R9MK7Z9D37KW47QB, HostID:
│ 1iYpODbMPA9lJ3UuIUMpA3Opw3U94schtPs5I8037JI6azfCemQKvoVvjM9tG0u6U2oLm8HDntlFZKRUB/w9/g==, api
│ error AccessDenied: User: arn:aws:iam::111122223333:user/ekonkov@example.com is not authorized
│ to perform: s3:GetLifecycleConfiguration on resource: "arn:aws:s3:::payroll-reports" with
│ an explicit deny in a resource-based policy
╵`,
      `GetBucketLifecycleConfiguration payroll-reports | arn:aws:iam::111122223333:user/ekonkov@example.com | bucketPolicy explicitDeny`,
    ],
    [
      "Terraform's box in colours",
      `\u001b[31m╷\u001b[0m\u001b[0m\n\u001b[31m│\u001b[0m \u001b[0m\u001b[1m\u001b[31mError: \u001b[0m\u001b[0m\u001b[1mputting S3 Bucket (payroll-reports) Policy: operation error S3: PutBucketPolicy, https response error StatusCode: 403, RequestID: X, HostID: y==, api error AccessDenied: ${sentence('s3:PutBucketPolicy', BUCKET, 'because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access')}\u001b[0m\n\u001b[31m│\u001b[0m \u001b[0m`,
      `PutBucketPolicy payroll-reports | ${SESSION} | blockPublicAccess explicitDeny`,
    ],
    [
      'an XML body that somebody printed nicely',
      `<Error>
  <Code>AccessDenied</Code>
  <Message>
    User: arn:aws:iam::111122223333:user/s3 is not authorized to perform: s3:PutObject on resource:
    "arn:aws:s3:::payroll-reports/prod/0d0c/b606.json"
    with an explicit deny in an identity-based policy
  </Message>
  <RequestId>031AK89J6AXZ7T60</RequestId>
</Error>`,
      `PutObject payroll-reports prod/0d0c/b606.json | arn:aws:iam::111122223333:user/s3 | identityPolicies explicitDeny`,
    ],
    [
      'the SDK for Java, without a resource',
      `Caused by: software.amazon.awssdk.services.s3.model.S3Exception: User: ${SESSION} is not authorized to perform: s3:PutObject because no identity-based policy allows the s3:PutObject action (Service: S3, Status Code: 403, Request ID: 8RX27QX3XB2ZRDH0, Extended Request ID: 9IjSrKehDAbzVz2JSslVujBP=)\n\tat software.amazon`,
      `the text does not say which bucket was asked for`,
    ],
    [
      'Amazon Bedrock',
      `Encountered error: User: arn:aws:sts::111122223333:assumed-role/AmazonBedrockExecutionRoleForKnowledgeBase-0zsq/DocumentLoaderTask-5XTW0UCZED is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::test-s3-docs/Amazon-2021-Annual-Report.pdf" because no identity-based policy allows the s3:GetObject action (Service: S3, Status Code: 403, Request ID: DMQ0JBGWMA82PDQ9, Extended Request ID: TF77+O)`,
      `GetObject test-s3-docs Amazon-2021-Annual-Report.pdf | arn:aws:sts::111122223333:assumed-role/AmazonBedrockExecutionRoleForKnowledgeBase-0zsq/DocumentLoaderTask-5XTW0UCZED | identityPolicies implicitDeny`,
    ],
    [
      "a Lambda function's log",
      `errorType": "AmazonS3Exception",\n  "errorMessage": "User: arn:aws:sts::111122223333:assumed-role/s3dotnet-ResizerFunctionRole-TZ/s3dotnet-ResizerFunction-12 is not authorized to perform: s3:GetObject on resource: \\"arn:aws:s3:::imageresizer-111122223333/seshub-photo.jpeg\\" because no identity-based policy allows the s3:GetObject action"\n`,
      `GetObject imageresizer-111122223333 seshub-photo.jpeg | arn:aws:sts::111122223333:assumed-role/s3dotnet-ResizerFunctionRole-TZ/s3dotnet-ResizerFunction-12 | identityPolicies implicitDeny`,
    ],
    [
      'Hadoop, of a HEAD request',
      `Error : java.nio.file.AccessDeniedException: s3a://my-bucket-name/my-folder-name/my-filename.csv: getFileStatus on s3a://my-bucket-name/my-folder-name/my-filename.csv: com.amazonaws.services.s3.model.AmazonS3Exception: Forbidden; request: HEAD https://my-bucket-name.s3.us-east-2.amazonaws.com my-folder-name/my-filename.csv {} Hadoop 2.7.4 (Service: Amazon S3; Status Code: 403; Error Code: 403 Forbidden; Request ID: X), S3 Extended Request ID: Y:403 Forbidden`,
      `the text does not say who called`,
    ],
    [
      'Hadoop, with the whole sentence',
      `java.nio.file.AccessDeniedException: s3a://payroll-reports/2026/10.csv: open s3a://payroll-reports/2026/10.csv at 0 on s3a://payroll-reports/2026/10.csv: software.amazon.awssdk.services.s3.model.S3Exception: ${sentence('s3:GetObject', OBJECT, 'because no identity-based policy allows the s3:GetObject action')} (Service: S3, Status Code: 403, Request ID: X, Extended Request ID: Y):AccessDenied`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'EMRFS, plain',
      `com.amazon.ws.emr.hadoop.fs.shaded.com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: X; S3 Extended Request ID: Y; Proxy: null), S3 Extended Request ID: Y`,
      `the text says neither who called nor what was asked for`,
    ],
    [
      'the first SDK for Go, plain',
      `AccessDenied: Access Denied\n\tstatus code: 403, request id: ABC, host id: xyz`,
      `the text says neither who called nor what was asked for`,
    ],
    [
      'the first SDK for Go',
      `AccessDenied: ${sentence('s3:PutObject', OBJECT, 'because no session policy allows the s3:PutObject action')}\n\tstatus code: 403, request id: ABC, host id: xyz`,
      `PutObject payroll-reports 2026/10.csv | ${SESSION} | sessionPolicies implicitDeny`,
    ],
    [
      'the first AWS CLI',
      `upload failed: ./baz to s3://mybucket/foo/bar/baz A client error (AccessDenied) occurred when calling the PutObject operation: Access Denied`,
      `the text does not say who called`,
    ],
    [
      'the AWS CLI, of a HEAD request',
      `fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden`,
      `the text says neither who called nor what was asked for`,
    ],
    [
      "boto3's upload",
      `boto3.exceptions.S3UploadFailedError: Failed to upload uploads/voice1.mp3 to flaskdrive/uploads/voice1.mp3: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied`,
      `the text does not say who called`,
    ],
    [
      'a sentence that is cut off within the key',
      `botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:iam::111122223333:user/streetscene is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::landing-zone/streetscene/traffic-counters/street-systems/`,
      `PutObject landing-zone streetscene/traffic-counters/street-systems/ | arn:aws:iam::111122223333:user/streetscene | unstated unstated`,
    ],
    [
      'an SCP, with its ARN',
      `An error occurred (AccessDenied) when calling the PutObject operation: ${sentence('s3:PutObject', OBJECT, 'with an explicit deny in a service control policy: arn:aws:organizations::999900001111:policy/o-a1b2c3d4e5/service_control_policy/p-abcd1234')}`,
      `PutObject payroll-reports 2026/10.csv | ${SESSION} | serviceControlPolicies explicitDeny`,
    ],
    [
      'an RCP, with its ARN on a line of its own',
      `An error occurred (AccessDenied) when calling the GetObject operation: ${sentence('s3:GetObject', OBJECT, 'with an explicit deny in a resource control policy, with policy ARN:\narn:aws:organizations::999900001111:policy/o-a1b2c3d4e5/resource_control_policy/p-abcd1234')}`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | resourceControlPolicies explicitDeny`,
    ],
    [
      'a boundary, with its ARN',
      `An error occurred (AccessDenied) when calling the GetObject operation: ${sentence('s3:GetObject', OBJECT, 'with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/team/boundary')}`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | permissionsBoundary explicitDeny`,
    ],
    [
      'a quarantined user, without a resource',
      `An error occurred (AccessDenied) when calling the ListBuckets operation: User: arn:aws:iam::111122223333:user/ci is not authorized to perform: s3:ListAllMyBuckets with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3`,
      `ListBuckets account | arn:aws:iam::111122223333:user/ci | identityPolicies explicitDeny`,
    ],
    [
      'an endpoint that does not allow',
      `An error occurred (AccessDenied) when calling the GetObject operation: ${sentence('s3:GetObject', OBJECT, 'because no VPC endpoint policy allows the s3:GetObject action')}`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | vpcEndpointPolicy implicitDeny`,
    ],
    [
      'a network activity event',
      `{"errorCode":"VpceAccessDenied","errorMessage":"The request was denied due to a VPC endpoint policy"}`,
      `the text says neither who called nor what was asked for`,
    ],
    [
      'an SCP that does not allow',
      `An error occurred (AccessDenied) when calling the CreateBucket operation: User: ${SESSION} is not authorized to perform: s3:CreateBucket on resource: "arn:aws:s3:::payroll-reports" because no service control policy allows the s3:CreateBucket action`,
      `CreateBucket payroll-reports | ${SESSION} | serviceControlPolicies implicitDeny`,
    ],
    [
      'KMS within S3, without the key',
      `An error occurred (AccessDenied) when calling the PutObject operation: User: ${SESSION} is not authorized to perform: kms:GenerateDataKey on this resource because no identity-based policy allows the kms:GenerateDataKey action`,
      `the text does not say which bucket was asked for`,
    ],
    [
      'KMS within S3, with the key',
      `download failed: s3://payroll-reports/2026/10.csv to ./10.csv An error occurred (AccessDenied) when calling the GetObject operation: User: ${SESSION} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/0a1b because no resource-based policy allows the kms:Decrypt action`,
      `GetObject kms:Decrypt payroll-reports 2026/10.csv | ${SESSION} | keyPolicy implicitDeny`,
    ],
    [
      'KMS across accounts',
      `An error occurred (AccessDenied) when calling the GetObject operation: User: ${SESSION} is not authorized to perform: kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
      `the text does not say which bucket was asked for`,
    ],
    [
      "KMS's old sentence",
      `An error occurred (AccessDenied) when calling the CompleteMultipartUpload operation: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.`,
      `the text says neither who called nor what was asked for`,
    ],
    [
      'CloudFormation',
      `payroll (AWS::S3::BucketPolicy) CREATE_FAILED: Resource handler returned message: "User: arn:aws:sts::111122223333:assumed-role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1/AWSCloudFormation is not authorized to perform: s3:PutBucketPolicy on resource: \\"arn:aws:s3:::payroll-reports\\" because no identity-based policy allows the s3:PutBucketPolicy action (Service: S3, Status Code: 403, Request ID: X, Extended Request ID: Y)" (RequestToken: 8e, HandlerErrorCode: AccessDenied)`,
      `PutBucketPolicy payroll-reports | arn:aws:sts::111122223333:assumed-role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1/AWSCloudFormation | identityPolicies implicitDeny`,
    ],
    [
      'a public ACL',
      `An error occurred (AccessDenied) when calling the PutObject operation: ${sentence('s3:PutObject', OBJECT, 'because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.')}`,
      `PutObject payroll-reports 2026/10.csv | ${SESSION} | blockPublicAccess explicitDeny`,
    ],
    [
      'the SDK for JavaScript',
      `AccessDenied: ${sentence('s3:ListBucket', BUCKET, 'because no identity-based policy allows the s3:ListBucket action')}\n    at throwDefaultError (/var/task/index.js:123:20)\n    at process.processTicksAndRejections (node:internal) {\n  '$fault': 'client',\n  '$metadata': {\n    httpStatusCode: 403 } }`,
      `ListObjectsV2 payroll-reports | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'rclone, of a key with spaces',
      `2026/11/22 ERROR : 10.csv: Failed to copy: operation error S3: PutObject, https response error StatusCode: 403, RequestID: A, HostID: B=, api error AccessDenied: ${sentence('s3:PutObject', 'arn:aws:s3:::payroll-reports/a b c.csv', 'with an explicit deny in a resource-based policy')}`,
      `PutObject payroll-reports a b c.csv | ${SESSION} | bucketPolicy explicitDeny`,
    ],
    [
      'Athena',
      `Insufficient permissions to execute the query. User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "${OBJECT}" because no identity-based policy allows the s3:GetObject action (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: X; S3 Extended Request ID: Y; Proxy: null) (Bucket: payroll-reports, Key: 2026/10.csv)`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'Athena, plain',
      `Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: X; S3 Extended Request ID: Y; Proxy: null) (Path: s3://payroll-reports/athena/results)`,
      `the text does not say who called`,
    ],
    [
      'Redshift',
      `ERROR: S3ServiceException:User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "${OBJECT}" because no identity-based policy allows the s3:GetObject action,Status 403,Error AccessDenied,Rid X,ExtRid Y,CanRetry 1`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'an access point',
      `An error occurred (AccessDenied) when calling the GetObject operation: User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:us-east-1:111122223333:accesspoint/fin/object/2026/10.csv" because no resource-based policy allows the s3:GetObject action`,
      `GetObject fin 2026/10.csv | ${SESSION} | accessPointPolicy implicitDeny`,
    ],
    [
      'a sentence with an authorization id',
      `An error occurred (AccessDenied) when calling the GetObject operation: ${sentence('s3:GetObject', OBJECT, 'because no identity-based policy allows the s3:GetObject action')}. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/abc123 for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: abc123`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'a role that was not assumed',
      `An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/x`,
      `\`arn:aws:iam::111122223333:user/ana\` could not assume \`arn:aws:iam::444455556666:role/x\`: the call never came to S3`,
    ],
    [
      'a web identity that was not let in',
      `An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity`,
      `the caller could not assume the role: the call never came to S3`,
    ],
    [
      'a call that a service made',
      `User: ${SESSION} is not authorized to perform: s3:PutObject on resource: "${OBJECT}" with an explicit deny in a service control policy transitively through a service control policy`,
      `PutObject payroll-reports 2026/10.csv | ${SESSION} | serviceControlPolicies explicitDeny`,
    ],
    [
      'an anonymous caller',
      `User: anonymous is not authorized to perform: s3:GetObject on resource: "${OBJECT}" because no resource-based policy allows the s3:GetObject action`,
      `GetObject payroll-reports 2026/10.csv | anonymous | bucketPolicy implicitDeny`,
    ],
    [
      'another partition',
      `An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws-us-gov:sts::111122223333:assumed-role/reports/alice is not authorized to perform: s3:GetObject on resource: "arn:aws-us-gov:s3:::payroll-reports/2026/10.csv" because no identity-based policy allows the s3:GetObject action`,
      `GetObject payroll-reports 2026/10.csv | arn:aws-us-gov:sts::111122223333:assumed-role/reports/alice | identityPolicies implicitDeny`,
    ],
    [
      'lines that end as in Windows',
      `An error occurred (AccessDenied) when calling the GetObject operation:\r\nUser: ${SESSION} is not authorized to perform: s3:GetObject on resource: "${OBJECT}"\r\nbecause no identity-based policy allows the s3:GetObject action\r\n`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'a byte order mark',
      `\uFEFFUser: ${SESSION} is not authorized to perform: s3:GetObject on resource: "${OBJECT}" because no identity-based policy allows the s3:GetObject action`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'a mail that broke the lines',
      `User: ${SESSION} is not\nauthorized to perform: s3:GetObject on resource:\n"${OBJECT}" because no identity-based\npolicy allows the s3:GetObject action`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'a directory bucket',
      `An error occurred (AccessDenied) when calling the CreateSession operation: User: ${SESSION} is not authorized to perform: s3express:CreateSession on resource: arn:aws:s3express:us-east-1:111122223333:bucket/data--use1-az4--x-s3 because no identity-based policy allows the s3express:CreateSession action`,
      `\`s3express:CreateSession\` is an action of \`s3express\``,
    ],
    [
      'Glue',
      `An error occurred while calling o95.pyWriteDynamicFrame. User: ${SESSION} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::payroll-reports/out/part-00000" because no identity-based policy allows the s3:PutObject action (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: X; S3 Extended Request ID: Y=; Proxy: null)`,
      `PutObject payroll-reports out/part-00000 | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'SSE-C',
      `An error occurred (AccessDenied) when calling the PutObject operation: User: ${SESSION} is not authorized to perform: s3:PutObject on resource: "${OBJECT}" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`,
      `PutObject payroll-reports 2026/10.csv | ${SESSION} | unstated unstated`,
    ],
    [
      'the SDK for .NET',
      `Amazon.S3.AmazonS3Exception: ${sentence('s3:GetObject', OBJECT, 'because no identity-based policy allows the s3:GetObject action')}\n ---> Amazon.Runtime.Internal.HttpErrorResponseException: Exception of type 'Amazon.Runtime.Internal.HttpErrorResponseException' was thrown.`,
      `GetObject payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      'the SDK for PHP',
      `Error executing "GetObject" on "https://payroll-reports.s3.amazonaws.com/2026/10.csv"; AWS HTTP error: Client error: \`GET https://payroll-reports.s3.amazonaws.com/2026/10.csv\` resulted in a \`403 Forbidden\` response:\n<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId (truncated...)\n AccessDenied (client): Access Denied`,
      `the text does not say who called`,
    ],
    [
      'the SDK for Rust',
      `ServiceError(ServiceError { source: Unhandled(Unhandled { source: ErrorMetadata { code: Some("AccessDenied"), message: Some("User: ${SESSION} is not authorized to perform: s3:ListBucket on resource: \\"${BUCKET}\\" because no identity-based policy allows the s3:ListBucket action"), extras: Some({"s3_extended_request_id": "Y"}) }`,
      `ListObjectsV2 payroll-reports | ${SESSION} | identityPolicies implicitDeny`,
    ],
    [
      "a copy's tags",
      `An error occurred (AccessDenied) when calling the CopyObject operation: User: ${SESSION} is not authorized to perform: s3:GetObjectTagging on resource: "${OBJECT}" because no identity-based policy allows the s3:GetObjectTagging action`,
      `GetObjectTagging s3:GetObjectTagging payroll-reports 2026/10.csv | ${SESSION} | identityPolicies implicitDeny`,
    ],
  ])('%s', (_source, text, read) => expect(readOf(text)).toBe(read));
});
