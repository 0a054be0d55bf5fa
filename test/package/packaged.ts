import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { permissionsOf, type Statement } from '../cloudformation/statements.ts';
import { type Resource, readTemplate } from '../cloudformation/template.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const PACKAGED = join(ROOT, '.serverless');
const FILE = join(PACKAGED, 'cloudformation-template-update-stack.json');
if (!existsSync(FILE)) throw new Error('there is no packaged template: run `npm run package` first');

export const template = readTemplate(FILE);

/** The resource of this id. Throws if there is none, so that a test cannot pass on nothing. */
export function resource(id: string): Resource {
  const found = template.Resources[id];
  if (found === undefined) throw new Error(`the packaged template has no resource ${id}`);
  return found;
}

export const resourcesOfType = (type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const LambdaFunction = z.object({
  Handler: z.string(),
  Runtime: z.string(),
  Architectures: z.array(z.string()),
  FunctionName: z.string(),
  Timeout: z.number(),
  Role: GetAtt,
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

export const FUNCTIONS = ['slack', 'diagnose', 'alert', 'inventory'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export interface PackagedFunction extends z.infer<typeof LambdaFunction> {
  /** Logical ids. */
  readonly id: string;
  readonly role: string;
  readonly logGroup: string;
  readonly permissions: readonly Statement[];
}

export function packagedFunction(name: FunctionName): PackagedFunction {
  const prefix = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const id = `${prefix}LambdaFunction`;
  const lambda = LambdaFunction.parse(resource(id).Properties);
  const role = lambda.Role['Fn::GetAtt'][0];
  return { ...lambda, id, role, logGroup: `${prefix}LogGroup`, permissions: permissionsOf(resource(role)) };
}
