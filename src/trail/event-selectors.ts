import { z } from 'zod';

const texts = z.array(z.string()).optional();
const Field = z.looseObject({
  Field: z.string(),
  Equals: texts,
  StartsWith: texts,
  EndsWith: texts,
  NotEquals: texts,
  NotStartsWith: texts,
  NotEndsWith: texts,
});
type Field = z.infer<typeof Field>;

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
export const Selectors = z
  .looseObject({
    EventSelectors: z
      .array(
        z.looseObject({
          ReadWriteType: z.string().default('All'),
          // Left out where a selector is of management events only.
          DataResources: z.array(z.looseObject({ Type: z.string(), Values: z.array(z.string()) })).default([]),
        }),
      )
      .optional(),
    AdvancedEventSelectors: z.array(z.looseObject({ FieldSelectors: z.array(Field) })).optional(),
  })
  // A trail has selectors of the one kind or of the other.
  .refine(
    ({ EventSelectors, AdvancedEventSelectors }) =>
      EventSelectors !== undefined || AdvancedEventSelectors !== undefined,
    'has no selectors of either kind',
  );
export type Selectors = z.infer<typeof Selectors>;

const OBJECTS = 'AWS::S3::Object';

/** Whether selectors log the data events of a bucket's objects: all of them, some, or none. */
export function logsDataEvents(selectors: Selectors, bucketArn: string): 'all' | 'some' | 'none' {
  const answers = [
    ...(selectors.EventSelectors ?? []).flatMap(({ ReadWriteType, DataResources }) =>
      DataResources.filter(({ Type }) => Type === OBJECTS).map(({ Values }) => {
        const reach = reachOf(Values, bucketArn);
        return reach === 'all' && ReadWriteType !== 'All' ? 'some' : reach;
      }),
    ),
    ...(selectors.AdvancedEventSelectors ?? []).map(({ FieldSelectors }) => byFields(FieldSelectors, bucketArn)),
  ];
  if (answers.includes('all')) return 'all';
  return answers.includes('some') ? 'some' : 'none';
}

/** `arn:aws:s3` stands for every bucket; else a value is the beginning of an object's ARN. */
function reachOf(values: readonly string[], bucketArn: string): 'all' | 'some' | 'none' {
  const objects = `${bucketArn}/`;
  if (values.some((value) => /^arn:[^:]+:s3(?::::?)?$/.test(value) || objects.startsWith(value))) return 'all';
  return values.some((value) => value.startsWith(objects)) ? 'some' : 'none';
}

/** Every field of an advanced selector must match. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
function byFields(fields: readonly Field[], bucketArn: string): 'all' | 'some' | 'none' {
  const field = (name: string) => fields.filter((one) => one.Field === name);
  if (!field('eventCategory').some(({ Equals }) => Equals?.includes('Data'))) return 'none';
  if (!field('resources.type').some(({ Equals }) => Equals?.includes(OBJECTS))) return 'none';
  const reaches = field('resources.ARN').map((one): 'all' | 'some' | 'none' => {
    const { Equals, StartsWith, NotEquals, NotStartsWith, EndsWith, NotEndsWith } = one;
    if (NotStartsWith !== undefined && reachOf(NotStartsWith, bucketArn) === 'all') return 'none';
    const narrowed = [Equals, EndsWith, NotEquals, NotEndsWith, NotStartsWith].some((values) => values !== undefined);
    if (StartsWith !== undefined)
      return narrowed ? least(reachOf(StartsWith, bucketArn), 'some') : reachOf(StartsWith, bucketArn);
    if (Equals !== undefined) return Equals.some((value) => value.startsWith(`${bucketArn}/`)) ? 'some' : 'none';
    return narrowed ? 'some' : 'all';
  });
  const narrowedElsewhere = fields.some((one) => !PLACE.includes(one.Field));
  return reaches.reduce(least, narrowedElsewhere ? 'some' : 'all');
}

const PLACE = ['eventCategory', 'resources.type', 'resources.ARN'];
const ORDER = ['none', 'some', 'all'] as const;
const least = (one: 'all' | 'some' | 'none', other: 'all' | 'some' | 'none') =>
  ORDER[Math.min(ORDER.indexOf(one), ORDER.indexOf(other))] ?? 'none';
