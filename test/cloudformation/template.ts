import { readFileSync } from 'node:fs';
import { type CollectionTag, Pair, parseDocument, Scalar, type ScalarTag, YAMLMap } from 'yaml';
import { z } from 'zod';

const Resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  DeletionPolicy: z.enum(['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate']).optional(),
  UpdateReplacePolicy: z.enum(['Delete', 'Retain', 'Snapshot']).optional(),
});

/** A CloudFormation template, strict about the sections and attributes that exist. */
export const Template = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09'),
  Description: z.string().max(1024).optional(),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});
export type Template = z.infer<typeof Template>;
export type Resource = z.infer<typeof Resource>;

const NAMES = ['Ref', 'Condition', 'Sub', 'GetAtt', 'If', 'Not', 'Equals', 'And', 'Or', 'Join', 'Select', 'Split'];
const longName = (name: string) => (name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`);

/** `!Ref x` is `{ Ref: x }`, and `!GetAtt a.b` is `{ 'Fn::GetAtt': ['a', 'b'] }`, as CloudFormation reads them. */
const SHORT_FORMS: readonly (ScalarTag | CollectionTag)[] = NAMES.flatMap((name): (ScalarTag | CollectionTag)[] => [
  {
    tag: `!${name}`,
    resolve: (text) => ({
      [longName(name)]:
        name === 'GetAtt' ? [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)] : text,
    }),
  },
  {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (list) => {
      const map = new YAMLMap();
      map.items.push(new Pair(new Scalar(longName(name)), list));
      return map;
    },
  },
]);

/** The template in a file, YAML with CloudFormation's short forms or JSON. Throws if it is not one. */
export function readTemplate(file: string): Template {
  const document = parseDocument(readFileSync(file, 'utf8'), { customTags: [...SHORT_FORMS] });
  if (document.errors.length + document.warnings.length > 0)
    throw new Error(`${file}: ${[...document.errors, ...document.warnings].join('\n')}`);
  return Template.parse(document.toJS());
}
