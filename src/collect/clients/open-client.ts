import type { AnySenders } from '../inputs.ts';
import type { Service } from '../reads.ts';
import type { ClientConfig } from './client-config.ts';

/** Each client is loaded when it is first needed: the one of EC2 alone is a megabyte. */
export const OPEN_CLIENT: Readonly<Record<Service, (config: ClientConfig) => Promise<AnySenders>>> = {
  s3: async (config) => (await import('./s3.ts')).openS3(config),
  s3control: async (config) => (await import('./s3control.ts')).openS3Control(config),
  iam: async (config) => (await import('./iam.ts')).openIAM(config),
  kms: async (config) => (await import('./kms.ts')).openKMS(config),
  ec2: async (config) => (await import('./ec2.ts')).openEC2(config),
  lambda: async (config) => (await import('./lambda.ts')).openLambda(config),
  organizations: async (config) => (await import('./organizations.ts')).openOrganizations(config),
  cloudtrail: async (config) => (await import('./cloudtrail.ts')).openCloudTrail(config),
  sts: async (config) => (await import('./sts.ts')).openSTS(config),
};
