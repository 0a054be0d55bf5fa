import { z } from 'zod';
import { isObject } from './intrinsic.ts';
import type { Resource } from './template.ts';

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

export const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  Action: list,
  /** ARNs, or the intrinsic functions that give them. */
  Resource: z
    .unknown()
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof Statement>;

const Document = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(Statement).min(1) });
const InlinePolicies = z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: Document }));

/** The statements of a policy document. Throws if it is none. */
export const statementsOf = (document: unknown): readonly Statement[] => Document.parse(document).Statement;

/** The statements of all inline policies of an AWS::IAM::Role, where of the template's conditions those named are true. */
export const permissionsOf = (role: Resource, conditions: readonly string[] = []): readonly Statement[] =>
  InlinePolicies.parse(resolved(role.Properties.Policies ?? [], conditions)).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );

/** The value that CloudFormation would make, as far as Fn::If and AWS::NoValue go. */
function resolved(value: unknown, conditions: readonly string[]): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolved(item, conditions)).filter((item) => !isObject(item) || item.Ref !== NO_VALUE);
  if (!isObject(value)) return value;
  const branches = value['Fn::If'];
  if (Array.isArray(branches)) {
    const [condition, then, otherwise] = branches;
    return resolved(conditions.includes(String(condition)) ? then : otherwise, conditions);
  }
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, resolved(held, conditions)]));
}

const NO_VALUE = 'AWS::NoValue';

/** The actions that statements of one effect name, sorted. */
export const actionsOf = (statements: readonly Statement[], effect: Statement['Effect']): readonly string[] =>
  statements
    .filter(({ Effect }) => Effect === effect)
    .flatMap(({ Action }) => Action)
    .sort();
