import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ORGANIZATION_READER_PERMISSIONS } from '../../src/collect/permissions.ts';
import { INVENTORY_PERMISSIONS } from '../../src/inventory/inventory-permissions.ts';
import { ENVIRONMENT_VARIABLES } from '../../src/lambda/configuration.ts';
import { checkTemplate } from '../cloudformation/check-template.ts';
import { statementsOf } from '../cloudformation/statements.ts';
import { FUNCTIONS, type FunctionName, packagedFunction, resource, resourcesOfType, template } from './packaged.ts';

/** Seconds after which the caller gives up; nobody waits for an inventory, but Lambda ends it. */
const LONGEST: Readonly<Record<FunctionName, number>> = { slack: 60, diagnose: 60, alert: 60, inventory: 900 };

const READS = /:(Get|List|Describe|Lookup)[A-Za-z]*$/;
const ofThisStack = (value: unknown): boolean => /"(Ref|Fn::GetAtt|Fn::Sub)"/.test(JSON.stringify(value));

test('CloudFormation would take the template', async () => expect(await checkTemplate(template)).toEqual([]));

test('the functions are those that there are tests for', () => {
  expect(resourcesOfType('AWS::Lambda::Function').map(([id]) => id)).toEqual(
    FUNCTIONS.map((name) => packagedFunction(name).id),
  );
});

test('no two functions have one role', () => {
  const roles = FUNCTIONS.map((name) => packagedFunction(name).role);
  expect(new Set(roles).size).toBe(FUNCTIONS.length);
  expect(
    resourcesOfType('AWS::IAM::Role')
      .map(([id]) => id)
      .sort(),
  ).toEqual([...roles].sort());
});

test('no account id, and no ARN that is made elsewhere, is written into it', () => {
  const text = JSON.stringify({ ...template, Parameters: {} });
  expect(text.match(/\b\d{12}\b/g)).toBeNull();
  expect(text.match(/"arn:aws:[^"]*/g)).toBeNull();
});

describe.each(FUNCTIONS)('the function %s', (name) => {
  const { Runtime, Architectures, Environment, permissions, role, logGroup, FunctionName, Timeout } =
    packagedFunction(name);

  test('runs on a Node.js that Lambda supports, on arm64', () => {
    expect([Runtime, Architectures]).toEqual(['nodejs24.x', ['arm64']]);
  });

  test('is told exactly what its configuration reads', () => {
    expect(Object.keys(Environment.Variables).sort()).toEqual([...ENVIRONMENT_VARIABLES[name]].sort());
  });

  test('has nothing secret in its environment', () => {
    const literal = Object.entries(Environment.Variables).filter(([, value]) => typeof value === 'string');
    expect(literal.filter(([variable]) => /TOKEN|PASSWORD|SIGNING/.test(variable))).toEqual([]);
  });

  test('may do nothing by a star', () => {
    expect(permissions.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('may change only what is named', () => {
    const changes = permissions.filter(({ Action }) => !Action.every((action) => READS.test(action)));
    expect(changes.filter(({ Resource = [] }) => !Resource.every(ofThisStack) || Resource.length === 0)).toEqual([]);
  });

  test('has no managed policies', () => expect(resource(role).Properties.ManagedPolicyArns).toBeUndefined());

  test('writes to its own log alone, which forgets', () => {
    expect(permissions.filter(({ Action }) => Action.some((action) => action.startsWith('logs:')))).toEqual([
      expect.objectContaining({ Resource: [{ 'Fn::GetAtt': [logGroup, 'Arn'] }] }),
    ]);
    expect(resource(logGroup).Properties).toEqual({
      LogGroupName: `/aws/lambda/${FunctionName}`,
      RetentionInDays: expect.any(Number),
    });
  });

  test('is finished before the caller gives up', () => expect(Timeout).toBeLessThanOrEqual(LONGEST[name]));
});

describe('ways to other accounts', () => {
  test('only the worker and the inventory have one, to diagnostic roles of the organization', () => {
    const ways = FUNCTIONS.flatMap((name) =>
      packagedFunction(name)
        .permissions.filter(({ Action }) => Action.includes('sts:AssumeRole'))
        .map(({ Action, Resource, Condition }) => ({ name, Action, Resource, Condition })),
    );
    const toDiagnosticRoles = {
      Action: ['sts:AssumeRole'],
      Resource: [{ 'Fn::Sub': 'arn:$' + '{AWS::Partition}:iam::*:role/$' + '{DiagnosticRoleName}' }],
      Condition: { StringEquals: { 'aws:ResourceOrgID': { Ref: 'OrganizationId' } } },
    };
    expect(ways).toEqual(['diagnose', 'inventory'].map((name) => ({ name, ...toDiagnosticRoles })));
  });

  test('what stands on every resource is the reading of the organization', () => {
    const onEverything = (name: FunctionName) =>
      packagedFunction(name)
        .permissions.filter(({ Resource = [] }) => Resource.includes('*'))
        .flatMap(({ Action }) => Action)
        .sort();
    expect(FUNCTIONS.filter((name) => onEverything(name).length > 0)).toEqual(['diagnose', 'inventory']);
    expect(onEverything('diagnose')).toEqual([...ORGANIZATION_READER_PERMISSIONS].sort());
    expect(onEverything('inventory')).toEqual(
      INVENTORY_PERMISSIONS.filter((action) => ORGANIZATION_READER_PERMISSIONS.includes(action)),
    );
  });

  test.each(['diagnose', 'inventory'] as const)(
    'the infra templates let in the role of %s by the name that it has',
    (name) => {
      expect(resource(packagedFunction(name).role).Properties.RoleName).toBe(`s3-403-prod-${name}`);
    },
  );
});

const sourcesOf = (name: FunctionName) =>
  resourcesOfType('AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName }) => JSON.stringify(FunctionName).includes(packagedFunction(name).id));

const invokeConfigOf = (name: FunctionName) => {
  const { id } = packagedFunction(name);
  const [found] = resourcesOfType('AWS::Lambda::EventInvokeConfig').filter(([, { Properties }]) =>
    JSON.stringify(Properties.FunctionName).includes(id),
  );
  if (found === undefined) throw new Error(`${id} has no AWS::Lambda::EventInvokeConfig`);
  return found[1].Properties;
};

const Queue = z.object({
  QueueName: z.string(),
  VisibilityTimeout: z.number().default(30),
  SqsManagedSseEnabled: z.literal(true),
  RedrivePolicy: z
    .object({
      deadLetterTargetArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
      maxReceiveCount: z.number(),
    })
    .optional(),
});

describe('the queue', () => {
  const jobs = Queue.parse(resource('Jobs').Properties);
  const deadLetters = jobs.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0] ?? '';

  test('hides a question for six times as long as the worker may take', () => {
    expect(jobs.VisibilityTimeout).toBeGreaterThanOrEqual(6 * packagedFunction('diagnose').Timeout);
  });

  test('keeps what failed, after as many tries as the worker was told', () => {
    expect(Queue.parse(resource(deadLetters).Properties).RedrivePolicy).toBeUndefined();
    expect(String(jobs.RedrivePolicy?.maxReceiveCount)).toBe(
      packagedFunction('diagnose').Environment.Variables.S3_403_MAX_RECEIVES,
    );
  });

  test('is encrypted, as every queue is', () => {
    const queues = resourcesOfType('AWS::SQS::Queue').map(([, { Properties }]) => Queue.parse(Properties));
    expect(queues.length).toBe(5);
  });

  test('gives the worker one question at a time, and takes back only what failed', () => {
    expect(sourcesOf('diagnose')).toEqual([
      expect.objectContaining({
        EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
        FunctionName: { 'Fn::GetAtt': [packagedFunction('diagnose').id, 'Arn'] },
        BatchSize: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: expect.any(Number) },
      }),
    ]);
  });

  test('and its policies let nobody in over clear text', () => {
    const covered = resourcesOfType('AWS::SQS::QueuePolicy').flatMap(([, { Properties }]) =>
      statementsOf(Properties.PolicyDocument).some(
        ({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
      )
        ? z.array(z.object({ Ref: z.string() })).parse(Properties.Queues)
        : [],
    );
    expect(covered.map(({ Ref }) => Ref).sort()).toEqual(
      resourcesOfType('AWS::SQS::Queue')
        .map(([id]) => id)
        .sort(),
    );
  });
});

describe('alarms', () => {
  const Alarm = z.object({
    MetricName: z.string(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
    AlarmActions: z.unknown(),
  });
  const alarms = resourcesOfType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Alarm.parse(Properties));

  test.each(['JobsDeadLetters', 'AlertDeadLetters', 'InventoryDeadLetters'])(
    'one rings when something is in %s',
    (queue) => {
      const watched = alarms.filter(
        ({ MetricName, Dimensions }) =>
          MetricName === 'ApproximateNumberOfMessagesVisible' &&
          JSON.stringify(Dimensions).includes(JSON.stringify({ 'Fn::GetAtt': [queue, 'QueueName'] })),
      );
      expect(watched).toHaveLength(1);
    },
  );

  test('all tell the topic, if there is one', () => {
    expect(alarms.every(({ AlarmActions }) => JSON.stringify(AlarmActions).includes('AlarmTopicArn'))).toBe(true);
  });
});

describe('denied calls', () => {
  const rules = resourcesOfType('AWS::Events::Rule').filter(([, { Properties }]) => 'EventPattern' in Properties);

  test('come from the accounts of the organization and nobody else', () => {
    const [[, policy] = []] = resourcesOfType('AWS::Events::EventBusPolicy');
    expect(policy?.Properties.Statement).toEqual({
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: { 'Fn::GetAtt': ['DeniedCalls', 'Arn'] },
      Condition: { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } } },
    });
  });

  test('are kept when the alert function cannot be reached', () => {
    expect(rules.length).toBe(2);
    for (const [, { Properties }] of rules)
      expect(Properties.Targets).toEqual([
        expect.objectContaining({
          Arn: { 'Fn::GetAtt': [packagedFunction('alert').id, 'Arn'] },
          RetryPolicy: { MaximumEventAgeInSeconds: expect.any(Number), MaximumRetryAttempts: expect.any(Number) },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['AlertDeadLetters', 'Arn'] } },
        }),
      ]);
  });

  test('are kept by permission of the queue, which EventBridge does not see to', () => {
    const [allow] = statementsOf(resource('AlertDeadLettersPolicy').Properties.PolicyDocument);
    expect(allow?.Principal).toEqual({ Service: 'events.amazonaws.com' });
    expect(allow?.Condition).toEqual({
      ArnEquals: { 'aws:SourceArn': rules.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] })) },
    });
  });

  test('are kept when the alert function fails on them', () => {
    expect(invokeConfigOf('alert').DestinationConfig).toEqual({
      OnFailure: { Destination: { 'Fn::GetAtt': ['AlertDeadLetters', 'Arn'] } },
    });
  });

  test('are let into the alert function rule by rule', () => {
    const permitted = resourcesOfType('AWS::Lambda::Permission')
      .filter(
        ([, { Properties }]) =>
          Properties.Principal === 'events.amazonaws.com' &&
          JSON.stringify(Properties.FunctionName).includes(packagedFunction('alert').id),
      )
      .map(([, { Properties }]) => Properties.SourceArn);
    expect(permitted).toEqual(rules.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] })));
  });
});

describe('the inventory', () => {
  const inventory = packagedFunction('inventory');
  const legs = Queue.parse(resource('InventoryLegs').Properties);

  test('is taken when the schedule says', () => {
    const [[id, rule] = [], ...others] = resourcesOfType('AWS::Events::Rule').filter(
      ([, { Properties }]) => 'ScheduleExpression' in Properties,
    );
    expect(others).toEqual([]);
    expect(rule?.Properties).toMatchObject({
      ScheduleExpression: { Ref: 'InventorySchedule' },
      Targets: [{ Arn: { 'Fn::GetAtt': [inventory.id, 'Arn'] } }],
    });
    const permitted = resourcesOfType('AWS::Lambda::Permission').map(([, { Properties }]) => Properties.SourceArn);
    expect(permitted).toContainEqual({ 'Fn::GetAtt': [id, 'Arn'] });
  });

  test('goes on by a queue of its own, a leg at a time', () => {
    expect(inventory.Environment.Variables.S3_403_QUEUE_URL).toEqual({ Ref: 'InventoryLegs' });
    expect(sourcesOf('inventory')).toEqual([
      expect.objectContaining({ EventSourceArn: { 'Fn::GetAtt': ['InventoryLegs', 'Arn'] }, BatchSize: 1 }),
    ]);
    expect(legs.VisibilityTimeout).toBeGreaterThanOrEqual(6 * inventory.Timeout);
  });

  test('that failed is kept, whichever way it came', () => {
    const deadLetters = { 'Fn::GetAtt': ['InventoryDeadLetters', 'Arn'] };
    expect(legs.RedrivePolicy?.deadLetterTargetArn).toEqual(deadLetters);
    expect(invokeConfigOf('inventory').DestinationConfig).toEqual({ OnFailure: { Destination: deadLetters } });
    expect(resource('InventoryTime').Properties.Targets).toMatchObject([{ DeadLetterConfig: { Arn: deadLetters } }]);
    const [allow] = statementsOf(resource('InventoryQueuesPolicy').Properties.PolicyDocument);
    expect(allow?.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['InventoryTime', 'Arn'] } } });
  });
});

test('the table forgets, can be put back, and is encrypted', () => {
  expect(resource('Table').Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
  });
});

test('the address for Slack is throttled and logged', () => {
  expect(resource('HttpApiRoutePostSlackEvents').Properties.RouteKey).toBe('POST /slack/events');
  expect(resource('HttpApiStage').Properties).toMatchObject({
    DefaultRouteSettings: { ThrottlingRateLimit: expect.any(Number), ThrottlingBurstLimit: expect.any(Number) },
    AccessLogSettings: { DestinationArn: { 'Fn::GetAtt': ['HttpApiLogGroup', 'Arn'] } },
  });
  expect(resource('HttpApiLogGroup').Properties.RetentionInDays).toEqual(expect.any(Number));
});

test('a deployment without its parameters fails at once, not half-way', () => {
  const asked = ['OrganizationId', 'SlackSecretArn', 'AlertChannel'];
  for (const name of asked) {
    const { Default, AllowedPattern } = z
      .object({ Default: z.literal(''), AllowedPattern: z.string() })
      .parse(template.Parameters[name]);
    expect(new RegExp(AllowedPattern).test(Default)).toBe(false);
  }
  const optional = Object.entries(template.Parameters).filter(([name]) => !asked.includes(name));
  for (const [, parameter] of optional) {
    const { Default, AllowedPattern } = z
      .object({ Default: z.union([z.string(), z.number()]), AllowedPattern: z.string().default('') })
      .parse(parameter);
    expect(new RegExp(AllowedPattern).test(String(Default))).toBe(true);
  }
});
