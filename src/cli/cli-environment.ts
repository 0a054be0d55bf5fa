import { shown } from '../request/bad-arguments.ts';
import type { DiagnoseOptions } from '../request/diagnose-options.ts';
import type { CliPorts } from './cli-ports.ts';

/** What the environment says that no option does, under the names that the Lambda functions use. */
export interface CliEnvironment {
  readonly kind: 'environment';
  readonly roleName?: string;
  readonly externalId?: string;
  readonly organizationAccount?: string;
  readonly lookAtObject: boolean;
  readonly table?: string;
}

export interface BadEnvironment {
  readonly kind: 'badEnvironment';
  readonly what: string;
  readonly help: string;
}

interface Variable {
  readonly pattern: RegExp;
  readonly is: string;
}

const VARIABLES = {
  S3_403_DIAGNOSTIC_ROLE: { pattern: /^(?!arn:)(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/, is: 'the name of a role' },
  S3_403_EXTERNAL_ID: { pattern: /^[\w+=,.@:/-]{2,1224}$/, is: 'an external id of 2 to 1,224 characters' },
  S3_403_ORGANIZATION_ACCOUNT: { pattern: /^\d{12}$/, is: 'an account id of twelve digits' },
  S3_403_LOOK_AT_OBJECTS: { pattern: /^(?:yes|no)$/, is: '`yes` or `no`' },
  S3_403_TABLE: {
    pattern: /^(?:[\w.-]{3,255}|arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/[\w.-]{3,255})$/,
    is: 'the name or the ARN of a DynamoDB table',
  },
} as const satisfies Record<string, Variable>;
type Name = keyof typeof VARIABLES;

/** What an option says is not asked of the environment; one that is empty counts as not set. The first wrong one is told. */
export function cliEnvironment(env: CliPorts['env'], options: DiagnoseOptions): CliEnvironment | BadEnvironment {
  const faults: BadEnvironment[] = [];
  const take = (name: Name): string | undefined => {
    const value = env[name]?.trim() ?? '';
    if (value === '') return undefined;
    const { pattern, is } = VARIABLES[name];
    if (pattern.test(value)) return value;
    // An external id is never shown.
    const wrong = name === 'S3_403_EXTERNAL_ID' ? 'it' : `\`${shown(value, 60)}\``;
    faults.push({
      kind: 'badEnvironment',
      what: `the environment variable \`${name}\` is not right: ${wrong} is not ${is}`,
      help: `set it to ${is}, or unset it`,
    });
    return undefined;
  };
  const roleName = options.roleName ?? take('S3_403_DIAGNOSTIC_ROLE');
  const externalId = options.externalId ?? take('S3_403_EXTERNAL_ID');
  const organizationAccount = options.organizationAccount ?? take('S3_403_ORGANIZATION_ACCOUNT');
  const lookAtObject = options.lookAtObject ?? take('S3_403_LOOK_AT_OBJECTS') === 'yes';
  const table = take('S3_403_TABLE');
  const [fault] = faults;
  if (fault !== undefined) return fault;
  return {
    kind: 'environment',
    lookAtObject,
    ...(roleName === undefined ? {} : { roleName }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(organizationAccount === undefined ? {} : { organizationAccount }),
    ...(table === undefined ? {} : { table }),
  };
}
