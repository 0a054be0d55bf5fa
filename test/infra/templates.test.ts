import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkTemplate } from '../cloudformation/check-template.ts';
import { readTemplate, Template } from '../cloudformation/template.ts';

const INFRA = join(import.meta.dirname, '../../infra');

test.each(['diagnostic-role.yml', 'organization-reader.yml', 'event-forwarding.yml'])(
  'CloudFormation would take infra/%s',
  async (file) => expect(await checkTemplate(readTemplate(join(INFRA, file)))).toEqual([]),
);

describe('a StackSet of the organization takes only plain templates', () => {
  test.each(['diagnostic-role.yml', 'event-forwarding.yml'])('and %s is one', (file) => {
    const types = Object.values(readTemplate(join(INFRA, file)).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type === 'AWS::CloudFormation::Stack' || !type.startsWith('AWS::'))).toEqual([]);
  });
});

describe('the check of a template', () => {
  const complaintsAbout = (Resources: unknown, rest: object = {}) =>
    checkTemplate(Template.parse({ AWSTemplateFormatVersion: '2010-09-09', Resources, ...rest }));

  test.each<[string, unknown, string]>([
    ['a type that does not exist', { A: { Type: 'AWS::SQS::Qeue' } }, 'A: there is no type AWS::SQS::Qeue'],
    [
      'a misspelt property',
      { A: { Type: 'AWS::SQS::Queue', Properties: { VisibiltyTimeout: 1 } } },
      'A: there is no property VisibiltyTimeout',
    ],
    [
      'a misspelt property further down',
      { A: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'a', Arn: 'b', Retries: 1 }] } } },
      'A.Targets[0]: there is no property Retries',
    ],
    [
      'a missing property',
      { A: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: {} } } },
      'A: Queues is missing',
    ],
    [
      'a value of the wrong kind',
      { A: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 'soon' } } },
      'A.VisibilityTimeout: "soon" is no integer',
    ],
    [
      'a reference to nothing',
      { A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': 'x-$' + '{B}' } } } },
      'A: refers to {"kind":"ref","id":"B"}',
    ],
    [
      'an attribute that does not exist',
      {
        A: { Type: 'AWS::SQS::Queue' },
        B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['A', 'ARN'] } } },
      },
      'B: refers to {"kind":"attribute","id":"A","attribute":"ARN"}',
    ],
    [
      'resources that wait for each other',
      {
        A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['B', 'QueueName'] } } },
        B: { Type: 'AWS::SQS::Queue', DependsOn: 'A' },
      },
      'A needs B needs A',
    ],
  ])('sees %s', async (_what, resources, complaint) => expect(await complaintsAbout(resources)).toContain(complaint));

  test('sees a parameter that nothing uses', async () => {
    const complaints = await complaintsAbout(
      { A: { Type: 'AWS::SQS::Queue' } },
      { Parameters: { P: { Type: 'String' } } },
    );
    expect(complaints).toEqual(['P: nothing uses it']);
  });
});
