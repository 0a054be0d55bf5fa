import {
  GetBucketAbacCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Senders } from '../inputs.ts';
import { type ClientConfig, sdkOptions } from './client-config.ts';

export function openS3(config: ClientConfig): Senders<'s3'> {
  const client = new S3Client({ ...sdkOptions(config), forcePathStyle: config.endpointUrl !== undefined });
  return {
    's3:HeadBucket': (input, options) => client.send(new HeadBucketCommand(input), options),
    's3:ListBuckets': (input, options) => client.send(new ListBucketsCommand(input), options),
    's3:GetBucketPolicy': (input, options) => client.send(new GetBucketPolicyCommand(input), options),
    's3:GetBucketPolicyStatus': (input, options) => client.send(new GetBucketPolicyStatusCommand(input), options),
    's3:GetPublicAccessBlock': (input, options) => client.send(new GetPublicAccessBlockCommand(input), options),
    's3:GetBucketOwnershipControls': (input, options) =>
      client.send(new GetBucketOwnershipControlsCommand(input), options),
    's3:GetBucketAcl': (input, options) => client.send(new GetBucketAclCommand(input), options),
    's3:GetObjectAcl': (input, options) => client.send(new GetObjectAclCommand(input), options),
    's3:GetBucketEncryption': (input, options) => client.send(new GetBucketEncryptionCommand(input), options),
    's3:ListObjectsV2': (input, options) => client.send(new ListObjectsV2Command(input), options),
    's3:GetBucketRequestPayment': (input, options) => client.send(new GetBucketRequestPaymentCommand(input), options),
    's3:GetBucketVersioning': (input, options) => client.send(new GetBucketVersioningCommand(input), options),
    's3:GetObjectLockConfiguration': (input, options) =>
      client.send(new GetObjectLockConfigurationCommand(input), options),
    's3:GetBucketAbac': (input, options) => client.send(new GetBucketAbacCommand(input), options),
    's3:GetBucketTagging': (input, options) => client.send(new GetBucketTaggingCommand(input), options),
    's3:GetObjectTagging': (input, options) => client.send(new GetObjectTaggingCommand(input), options),
    's3:GetObjectRetention': (input, options) => client.send(new GetObjectRetentionCommand(input), options),
    's3:GetObjectLegalHold': (input, options) => client.send(new GetObjectLegalHoldCommand(input), options),
    's3:HeadObject': (input, options) => client.send(new HeadObjectCommand(input), options),
  };
}
