import type { PublicAccessFlags } from '../../evidence/evidence.ts';

/** A statement as it stands in a policy's JSON. */
export type DemoStatement = Readonly<Record<string, unknown>> & { readonly Effect: 'Allow' | 'Deny' };

/** A policy's JSON. */
export interface DemoPolicy {
  readonly Version: '2012-10-17' | '2008-10-17';
  readonly Statement: readonly DemoStatement[];
}

export const policy = (...Statement: readonly DemoStatement[]): DemoPolicy => ({ Version: '2012-10-17', Statement });

type Policies = Readonly<Record<string, DemoPolicy>>;

/** A role, user or group with what hangs on it; `managed` and `boundary` name customer managed policies of the account. */
export interface DemoHolder {
  readonly path?: string;
  readonly inline?: Policies;
  readonly managed?: readonly string[];
}

export interface DemoRole extends DemoHolder {
  readonly boundary?: string;
  /** Minutes before the recording. A role that was deleted and made again is younger than the policies that name it. */
  readonly createdMinutesAgo?: number;
}

export interface DemoUser extends DemoHolder {
  readonly boundary?: string;
  readonly groups?: readonly string[];
}

export interface DemoBucket {
  readonly region: string;
  readonly policy?: DemoPolicy;
  /** S3's own judgement of the policy. */
  readonly isPublic?: boolean;
  readonly publicAccessBlock?: PublicAccessFlags;
  readonly keys?: readonly string[];
}

/** A gateway endpoint for S3. */
export interface DemoVpcEndpoint {
  readonly region: string;
  readonly vpcId: string;
  readonly policy: DemoPolicy;
}

/** What an endpoint has unless somebody changes it. */
export const DEFAULT_ENDPOINT_POLICY: DemoPolicy = {
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

/** One line of CloudTrail's event history. */
export interface DemoEvent {
  readonly minutesAgo: number;
  readonly operation: string;
  readonly by: string;
  /** The bucket, role or user it was done to. */
  readonly on: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly roles?: Readonly<Record<string, DemoRole>>;
  readonly users?: Readonly<Record<string, DemoUser>>;
  readonly groups?: Readonly<Record<string, DemoHolder>>;
  readonly managedPolicies?: Policies;
  readonly buckets?: Readonly<Record<string, DemoBucket>>;
  readonly publicAccessBlock?: PublicAccessFlags;
  readonly vpcEndpoints?: Readonly<Record<string, DemoVpcEndpoint>>;
  /** Lambda functions by name, with the name of the role that each runs with. */
  readonly functions?: Readonly<Record<string, { readonly region: string; readonly role: string }>>;
  /** EC2 instances by id, with the name of the instance profile and of the role in it, which are the same. */
  readonly instances?: Readonly<Record<string, { readonly region: string; readonly role: string }>>;
  readonly events?: readonly DemoEvent[];
}

/** What new buckets have had since April 2023. */
export const ALL_BLOCKED: PublicAccessFlags = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
