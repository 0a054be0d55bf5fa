import type { Trail } from '../evidence/trail.ts';
import { code } from '../policy/words.ts';
import { principalName } from '../request/principal-arn.ts';
import type { PolicyPlace } from './policy-change.ts';

/** Names that CloudFormation and Terraform make up, and those of the sessions they work in. */
const CLOUDFORMATION_NAME = /^(?<stack>[A-Za-z][\w-]*?)-[A-Za-z0-9]+-[A-Z0-9]{12,13}$/;
const TERRAFORM_NAME = /terraform-?\d{18,26}/i;
const TOOLS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/terraform|tofu|atlantis|spacelift/i, 'Terraform'],
  [/cloudformation|cdk-|aws-cdk/i, 'CloudFormation'],
  [/pulumi/i, 'Pulumi'],
];

/**
 * The tool that seems to write a document, as far as names tell: what is changed by hand in it is lost with the tool's next
 * run. Null if nothing speaks for one.
 */
export function generatedBy({ name, target }: PolicyPlace, { changes }: Trail): string | null {
  const names = [name, principalName(target)];
  const stack = names.map((one) => CLOUDFORMATION_NAME.exec(one)?.groups?.stack).find((found) => found !== undefined);
  if (stack !== undefined) return `the CloudFormation stack ${code(stack)}, by its name: change it in the template`;
  if (names.some((one) => TERRAFORM_NAME.test(one))) return 'Terraform, by its name: change it in the configuration';
  const last = changes.find(
    ({ on }) => on !== '' && (target.endsWith(`:${on}`) || target.endsWith(`/${on}`) || target === on),
  );
  const tool = last === undefined ? undefined : TOOLS.find(([pattern]) => pattern.test(last.who))?.[1];
  return tool === undefined || last === undefined
    ? null
    : `${tool}, by which it was changed last (${last.at}): change it there`;
}
