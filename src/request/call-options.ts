import { isProblem, type Problem } from './bad-arguments.ts';
import { CALL_OPTIONS, type CallOption, type DiagnoseOptions, type TerminalOption } from './diagnose-options.ts';
import {
  parseAccount,
  parseAction,
  parseContext,
  parseOperation,
  parseRegion,
  parseRoleName,
  parseSince,
  parseVpcEndpoint,
} from './option-values.ts';
import type { S3Operation } from './s3-operation.ts';

/** What the options say of the call. */
export interface CallOptions {
  readonly operation?: S3Operation;
  readonly action?: string;
  readonly versionId?: string;
  readonly copySource?: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly bucketAccount?: string;
  readonly account?: string;
  readonly region?: string;
  readonly vpcEndpoint?: string;
}

export interface ReadOptions {
  readonly kind: 'options';
  readonly call: CallOptions;
  readonly diagnose: DiagnoseOptions;
}

type Rows<Name extends string, T> = Record<Name, (text: string, soFar: T) => T | Problem>;

const CALL_ROWS: Rows<CallOption, CallOptions> = {
  operation: (text, soFar) => after(parseOperation(text), (operation) => ({ ...soFar, operation })),
  action: (text, soFar) => after(parseAction(text), (action) => ({ ...soFar, action })),
  'version-id': (versionId, soFar) => ({ ...soFar, versionId }),
  'copy-source': (copySource, soFar) => ({ ...soFar, copySource }),
  context: (text, soFar) =>
    after(parseContext(text), ({ context }) => ({ ...soFar, context: mergeContexts(soFar.context, context) })),
  'bucket-account': (text, soFar) =>
    after(parseAccount('bucket-account', text), (bucketAccount) => ({ ...soFar, bucketAccount })),
  account: (text, soFar) => after(parseAccount('account', text), (account) => ({ ...soFar, account })),
  region: (text, soFar) => after(parseRegion(text), (region) => ({ ...soFar, region })),
  'vpc-endpoint': (text, soFar) => after(parseVpcEndpoint(text), (vpcEndpoint) => ({ ...soFar, vpcEndpoint })),
};

const TERMINAL_ROWS: Rows<TerminalOption, DiagnoseOptions> = {
  'role-name': (text, soFar) => after(parseRoleName(text), (roleName) => ({ ...soFar, roleName })),
  'external-id': (externalId, soFar) => ({ ...soFar, externalId }),
  'organization-account': (text, soFar) =>
    after(parseAccount('organization-account', text), (organizationAccount) => ({ ...soFar, organizationAccount })),
  'look-at-object': (_text, soFar) => ({ ...soFar, lookAtObject: true }),
  'no-assume': (_text, soFar) => ({ ...soFar, assume: false }),
  fresh: (_text, soFar) => ({ ...soFar, fresh: true }),
  snapshot: (snapshot, soFar) => ({ ...soFar, snapshot }),
  'save-snapshot': (saveSnapshot, soFar) => ({ ...soFar, saveSnapshot }),
  json: (_text, soFar) => ({ ...soFar, json: true }),
  verbose: (_text, soFar) => ({ ...soFar, verbose: true }),
  since: (text, soFar) => after(parseSince(text), (sinceMilliseconds) => ({ ...soFar, sinceMilliseconds })),
  'no-trail': (_text, soFar) => ({ ...soFar, trail: false }),
};

/** The values of options that are known to be ones; the first that is wrong is the problem. */
export function readOptions(given: ReadonlyMap<CallOption | TerminalOption, readonly string[]>): ReadOptions | Problem {
  let call: CallOptions = { context: {} };
  let diagnose: DiagnoseOptions = { assume: true, fresh: false, json: false, verbose: false, trail: true };
  for (const [name, values] of given) {
    // An option that takes no value has none: it is read once all the same.
    for (const text of values.length === 0 ? [''] : values) {
      if (isCallOption(name)) {
        const next = CALL_ROWS[name](text, call);
        if (isProblem(next)) return next;
        call = next;
      } else {
        const next = TERMINAL_ROWS[name](text, diagnose);
        if (isProblem(next)) return next;
        diagnose = next;
      }
    }
  }
  return { kind: 'options', call, diagnose };
}

const isCallOption = (name: CallOption | TerminalOption): name is CallOption => Object.hasOwn(CALL_OPTIONS, name);

function after<T, R>(value: T | Problem, use: (value: T) => R): R | Problem {
  return isProblem(value) ? value : use(value);
}

type Context = CallOptions['context'];

/** A key that is given more than once has all its values. */
export function mergeContexts(first: Context, second: Context): Context {
  const merged: Record<string, readonly string[]> = { ...first };
  for (const [key, values] of Object.entries(second)) {
    const written = Object.keys(merged).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
    merged[written] = [...(merged[written] ?? []), ...values];
  }
  return merged;
}
