import { z } from 'zod';
import type { MayAskRules } from '../slack/who-may-ask.ts';
import type { LogLevel } from './log.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment lacks something or has it wrong; the message names every such variable and what it should be. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

const text = z.string({ error: 'is not set' }).trim().min(1, 'is empty');
/** A variable that is empty counts as one that is not set: templates pass parameters that way. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const ids = (pattern: RegExp, example: string) =>
  z
    .string()
    .default('')
    .transform((list) => list.split(',').map((id) => id.trim()))
    .transform((list) => list.filter((id) => id !== ''))
    .refine((list) => list.every((id) => pattern.test(id)), `must be ids with commas between them, e.g. ${example}`);
const wholeNumber = (initial: number) =>
  z.preprocess((value) => (value === undefined || value === '' ? initial : value), z.coerce.number().int().positive());

const COMMON = {
  S3_403_TABLE: text,
  S3_403_QUEUE_URL: text.regex(/^https?:\/\//, 'must be the URL of an SQS queue'),
  S3_403_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
};
const SLACK = {
  S3_403_SLACK_SECRET_ARN: text.regex(/^arn:aws[a-z-]*:secretsmanager:/, 'must be the ARN of a Secrets Manager secret'),
};
const DIAGNOSTIC_ROLE = text.regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a role').default('S3AccessDiagnostics');
const account = text.regex(/^\d{12}$/, 'must be an account id of 12 digits');
const yesOrNo = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
);

const SlackEnvironment = z.object({
  ...COMMON,
  ...SLACK,
  S3_403_ALLOWED_USERS: ids(/^(\*|[UW][A-Z0-9]+)$/, 'U012AB3CD,U045EF6GH, or *'),
  S3_403_ALLOWED_USER_GROUPS: ids(/^S[A-Z0-9]+$/, 'S012AB3CD'),
  S3_403_ALLOWED_CHANNELS: ids(/^[CGD][A-Z0-9]+$/, 'C012AB3CD'),
  S3_403_ALLOWED_TEAMS: ids(/^[TE][A-Z0-9]+$/, 'T012AB3CD'),
  S3_403_QUESTIONS_PER_MINUTE: wholeNumber(10),
  S3_403_COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'must be a slash command, e.g. /s3-403')
    .default('/s3-403'),
});

const DiagnoseEnvironment = z.object({
  ...COMMON,
  ...SLACK,
  S3_403_DIAGNOSTIC_ROLE: DIAGNOSTIC_ROLE,
  S3_403_EXTERNAL_ID: optional(text),
  S3_403_ORGANIZATION_ACCOUNT: optional(account),
  S3_403_LOOK_AT_OBJECTS: yesOrNo,
  S3_403_MAX_RECEIVES: wholeNumber(3),
});

const InventoryEnvironment = z.object({
  ...COMMON,
  S3_403_DIAGNOSTIC_ROLE: DIAGNOSTIC_ROLE,
  S3_403_EXTERNAL_ID: optional(text),
  S3_403_ORGANIZATION_ACCOUNT: optional(account),
});

/** For tests of the bundle: a recording to read from instead of AWS. */
const TestEnvironment = z
  .object({ S3_403_SNAPSHOT: optional(text), AWS_LAMBDA_FUNCTION_NAME: optional(text) })
  .refine((read) => read.S3_403_SNAPSHOT === undefined || read.AWS_LAMBDA_FUNCTION_NAME === undefined, {
    path: ['S3_403_SNAPSHOT'],
    message: 'is for tests and is refused on Lambda: answers must come from AWS',
  });

const AlertEnvironment = z.object({
  ...COMMON,
  S3_403_ALERT_CHANNEL: text.regex(/^[CG][A-Z0-9]+$/, 'must be the id of a Slack channel, e.g. C012AB3CD'),
  S3_403_ALERT_WINDOW_SECONDS: wholeNumber(900),
  S3_403_DIAGNOSTIC_ROLE: DIAGNOSTIC_ROLE,
});

/** Every variable that a function is to be deployed with. */
export const ENVIRONMENT_VARIABLES = {
  slack: Object.keys(SlackEnvironment.shape),
  diagnose: Object.keys(DiagnoseEnvironment.shape),
  alert: Object.keys(AlertEnvironment.shape),
  inventory: Object.keys(InventoryEnvironment.shape),
};

function parse<T extends z.ZodType>(schema: T, environment: Environment): z.infer<T> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new ConfigurationError(`The environment is not right: ${problems.join('; ')}.`);
}

interface CommonConfiguration {
  readonly table: string;
  readonly queueUrl: string;
  readonly logLevel: LogLevel;
}

const common = (read: z.infer<z.ZodObject<typeof COMMON>>): CommonConfiguration => ({
  table: read.S3_403_TABLE,
  queueUrl: read.S3_403_QUEUE_URL,
  logLevel: read.S3_403_LOG_LEVEL,
});

export interface SlackConfiguration extends CommonConfiguration {
  readonly secretArn: string;
  readonly mayAsk: MayAskRules;
  readonly questionsPerMinute: number;
  readonly command: string;
}

/** What the `slack` function is told by its environment. Throws a ConfigurationError. */
export function slackConfiguration(environment: Environment): SlackConfiguration {
  const read = parse(SlackEnvironment, environment);
  return {
    ...common(read),
    secretArn: read.S3_403_SLACK_SECRET_ARN,
    mayAsk: {
      users: read.S3_403_ALLOWED_USERS,
      userGroups: read.S3_403_ALLOWED_USER_GROUPS,
      channels: read.S3_403_ALLOWED_CHANNELS,
      teams: read.S3_403_ALLOWED_TEAMS,
    },
    questionsPerMinute: read.S3_403_QUESTIONS_PER_MINUTE,
    command: read.S3_403_COMMAND,
  };
}

export interface DiagnoseConfiguration extends CommonConfiguration {
  readonly secretArn: string;
  readonly diagnosticRole: string;
  readonly externalId: string | undefined;
  readonly organizationAccount: string | undefined;
  /** Objects may be looked at with HeadObject, where the diagnostic roles were given the permission. */
  readonly lookAtObjects: boolean;
  readonly maxReceives: number;
  /** A recording to read from instead of AWS; never on Lambda. */
  readonly snapshot: string | undefined;
}

/** What the `diagnose` function is told by its environment. Throws a ConfigurationError. */
export function diagnoseConfiguration(environment: Environment): DiagnoseConfiguration {
  const read = parse(DiagnoseEnvironment, environment);
  return {
    ...common(read),
    secretArn: read.S3_403_SLACK_SECRET_ARN,
    diagnosticRole: read.S3_403_DIAGNOSTIC_ROLE,
    externalId: read.S3_403_EXTERNAL_ID,
    organizationAccount: read.S3_403_ORGANIZATION_ACCOUNT,
    lookAtObjects: read.S3_403_LOOK_AT_OBJECTS === 'yes',
    maxReceives: read.S3_403_MAX_RECEIVES,
    snapshot: parse(TestEnvironment, environment).S3_403_SNAPSHOT,
  };
}

export interface AlertConfiguration extends CommonConfiguration {
  readonly channel: string;
  readonly windowSeconds: number;
  readonly diagnosticRole: string;
}

/** What the `alert` function is told by its environment. Throws a ConfigurationError. */
export function alertConfiguration(environment: Environment): AlertConfiguration {
  const read = parse(AlertEnvironment, environment);
  return {
    ...common(read),
    channel: read.S3_403_ALERT_CHANNEL,
    windowSeconds: read.S3_403_ALERT_WINDOW_SECONDS,
    diagnosticRole: read.S3_403_DIAGNOSTIC_ROLE,
  };
}

/** `queueUrl` is that of the function's own queue. */
export interface InventoryConfiguration extends CommonConfiguration {
  readonly diagnosticRole: string;
  readonly externalId: string | undefined;
  readonly organizationAccount: string | undefined;
}

/** What the `inventory` function is told by its environment. Throws a ConfigurationError. */
export function inventoryConfiguration(environment: Environment): InventoryConfiguration {
  const read = parse(InventoryEnvironment, environment);
  return {
    ...common(read),
    diagnosticRole: read.S3_403_DIAGNOSTIC_ROLE,
    externalId: read.S3_403_EXTERNAL_ID,
    organizationAccount: read.S3_403_ORGANIZATION_ACCOUNT,
  };
}
