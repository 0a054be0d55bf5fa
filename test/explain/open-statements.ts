/**
 * The Allows of a policy that are public by AWS's definition, each as text: no fixed principal, and no fixed value of any key
 * in its list. Written from the page alone, on the raw JSON, without the product's own reading of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function openStatements(document: unknown): readonly string[] {
  const statements = listOf(field(document, 'Statement'));
  return statements
    .filter((one) => field(one, 'Effect') === 'Allow' && isForAnyone(one) && !isHeld(field(one, 'Condition')))
    .map((one) => JSON.stringify(one));
}

function isForAnyone(statement: unknown): boolean {
  const principal = field(statement, 'Principal');
  if (principal === undefined) return true;
  if (typeof principal === 'string') return principal === '*';
  return Object.values(principal ?? {}).some((named) => listOf(named).includes('*'));
}

const KEYS = [
  'aws:principalorgid',
  'aws:sourceip',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
];

function isHeld(condition: unknown): boolean {
  return Object.entries(condition ?? {}).some(([operator, tests]) => {
    const asks = /^(?:String(?:Equals|Like)|Arn(?:Equals|Like)|IpAddress)$/.test(operator);
    return (
      asks && Object.entries(tests ?? {}).some(([key, values]) => KEYS.includes(key.toLowerCase()) && isFixed(values))
    );
  });
}

const isFixed = (values: unknown) =>
  listOf(values).every((value) => typeof value === 'string' && value !== '' && !/[*?]|\$\{/.test(value));

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
