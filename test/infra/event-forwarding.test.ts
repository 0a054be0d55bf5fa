import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { DENIED } from '../../src/request/from-cloudtrail-event.ts';
import { permissionsOf, statementsOf } from '../cloudformation/statements.ts';
import { readTemplate } from '../cloudformation/template.ts';

const INFRA = join(import.meta.dirname, '../../infra');
const { Resources } = readTemplate(join(INFRA, 'event-forwarding.yml'));
const { DeniedCalls, Forwarder, UndeliveredPolicy } = Resources;
if (DeniedCalls === undefined || Forwarder === undefined || UndeliveredPolicy === undefined)
  throw new Error('infra/event-forwarding.yml lacks a resource');

const Pattern = z.looseObject({ detail: z.unknown() });
const HubEvents = z.object({
  Resources: z.object({
    ForwardedDeniedCalls: z.object({ Properties: z.object({ EventPattern: Pattern }) }),
    OwnDeniedCalls: z.object({ Properties: z.object({ EventPattern: Pattern, State: z.string() }) }),
  }),
});
const hub = HubEvents.parse(parse(readFileSync(join(INFRA, 'hub/events.yml'), 'utf8'))).Resources;

test('an account forwards what the hub takes, and the hub takes the same of its own account, once', () => {
  const { $or: elsewhere, ...forwarded } = hub.ForwardedDeniedCalls.Properties.EventPattern;
  expect(DeniedCalls.Properties.EventPattern).toEqual(forwarded);
  expect(DeniedCalls.Properties.EventPattern).toEqual(hub.OwnDeniedCalls.Properties.EventPattern);
  expect(elsewhere).toEqual([
    { account: [{ 'anything-but': { Ref: 'AWS::AccountId' } }] },
    { region: [{ 'anything-but': { Ref: 'AWS::Region' } }] },
  ]);
});

test('what is forwarded is what the alert function takes for a denial, and nothing else', () => {
  const { errorCode } = z
    .object({ errorCode: z.array(z.union([z.string(), z.object({ prefix: z.string() })])) })
    .parse(Pattern.parse(DeniedCalls.Properties.EventPattern).detail);
  const letsThrough = (code: string) =>
    errorCode.some((rule) => (typeof rule === 'string' ? code === rule : code.startsWith(rule.prefix)));
  expect([...DENIED].filter((code) => !letsThrough(code))).toEqual([]);
  expect(errorCode.filter((rule) => !DENIED.has(typeof rule === 'string' ? rule : rule.prefix))).toEqual([]);
  expect(['NoSuchBucket', 'AllAccessDisabled', 'InvalidAccessKeyId'].filter(letsThrough)).toEqual([]);
});

test('events that only read are not left out', () => {
  expect(DeniedCalls.Properties.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  expect(hub.OwnDeniedCalls.Properties.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
});

test('the role that forwards can put events on the hub’s bus and do nothing else', () => {
  expect(permissionsOf(Forwarder)).toEqual([
    { Effect: 'Allow', Action: ['events:PutEvents'], Resource: [{ Ref: 'HubEventBusArn' }] },
  ]);
});

test('only this rule may put what it could not deliver into the queue', () => {
  const [allow, deny] = statementsOf(UndeliveredPolicy.Properties.PolicyDocument);
  expect(allow?.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['DeniedCalls', 'Arn'] } } });
  expect(deny?.Effect).toBe('Deny');
});
