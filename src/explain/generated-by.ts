import type { Trail } from '../evidence/trail.ts';
import { code } from '../policy/words.ts';
import { principalName } from '../request/principal-arn.ts';
import type { PolicyPlace } from './policy-change.ts';
import { permissionSetOf } from './policy-places.ts';

/** Names that tools make up for what they make, and what the tools are called. */
const CLOUDFORMATION_NAME = /^(?<stack>[A-Za-z][\w-]*?)-[A-Za-z0-9]+-[A-Z0-9]{12,13}$/;
const TERRAFORM_NAME = /terraform-?\d{18,26}/i;
const CONTROL_TOWER_NAME = /^(?:aws-guardrails-|aws-controltower-|AWSControlTower|StackSet-AWSControlTower)/;
const TOOLS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/terraform|tofu|atlantis|spacelift/i, 'Terraform'],
  [/cloudformation|cdk-|aws-cdk|^cdk$/i, 'CloudFormation'],
  [/pulumi/i, 'Pulumi'],
];

/** Tags by which people and tools say what keeps a thing. CloudFormation's own cannot be set by hand. */
const STACK_TAG = 'aws:cloudformation:stack-name';
const KEEPER_TAG = /^(?:managed|provisioned|created|maintained)[-_ :/]?by$|^provisioner$|^iac$/i;
const TERRAFORM_TAG = /^terraform(?:[-_:/].*)?$/i;

/** What is known of a thing beside its name. */
export interface Marks {
  readonly trail: Trail;
  /** The tags of the role, user or bucket on which the document hangs, as far as they were read. */
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * What writes a document, as far as tags and names tell, and where to change it instead: what is changed by hand in it is
 * lost with the tool's next run. Null if nothing speaks for one.
 */
export function generatedBy(place: PolicyPlace, { trail, tags }: Marks): string | null {
  const set = permissionSetOf(place.target);
  if (set !== null) return `IAM Identity Center, permission set ${code(set)}: change it in the permission set`;
  return byTags(tags) ?? byNames(place) ?? byTrail(place, trail);
}

function byTags(tags: ReadonlyMap<string, string>): string | null {
  for (const [key, value] of tags) {
    if (key.toLowerCase() === STACK_TAG)
      return `the CloudFormation stack ${code(value)}, by its tag: change it in the template`;
    const tool = KEEPER_TAG.test(key) ? TOOLS.find(([pattern]) => pattern.test(value))?.[1] : undefined;
    if (tool !== undefined) return `${tool}, by its tag ${code(key)}: change it there`;
    if (TERRAFORM_TAG.test(key) && !/^(?:false|no|0)$/i.test(value))
      return `Terraform, by its tag ${code(key)}: change it in the configuration`;
  }
  return null;
}

function byNames({ name, target }: PolicyPlace): string | null {
  const names = [name, principalName(target), target.slice(target.lastIndexOf(':') + 1)];
  if (names.some((one) => CONTROL_TOWER_NAME.test(one)))
    return 'AWS Control Tower, by its name: change it there, since a change by hand is drift';
  const stack = names.map((one) => CLOUDFORMATION_NAME.exec(one)?.groups?.stack).find((found) => found !== undefined);
  if (stack !== undefined) return `the CloudFormation stack ${code(stack)}, by its name: change it in the template`;
  const isTerraform = names.some((one) => TERRAFORM_NAME.test(one));
  return isTerraform ? 'Terraform, by its name: change it in the configuration' : null;
}

function byTrail({ target }: PolicyPlace, { changes }: Trail): string | null {
  const last = changes.find(
    ({ on }) => on !== '' && (target.endsWith(`:${on}`) || target.endsWith(`/${on}`) || target === on),
  );
  const tool = last === undefined ? undefined : TOOLS.find(([pattern]) => pattern.test(last.who))?.[1];
  return tool === undefined || last === undefined
    ? null
    : `${tool}, by which it was changed last (${last.at}): change it there`;
}
