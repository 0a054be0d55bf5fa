import { describe, expect, test } from 'vitest';
import { parseBase64, parseDate, parseNumber } from '../../src/policy/condition-values.ts';
import { formatIpAddress, parseIpAddress } from '../../src/policy/ip-range.ts';

const NEW_YEAR = Date.UTC(2026, 0, 1);

describe('a date', () => {
  // https://www.w3.org/TR/NOTE-datetime
  test.each<[string, string, number | undefined]>([
    ['may be a year', '2026', NEW_YEAR],
    ['may be a month', '2026-01', NEW_YEAR],
    ['may be a day', '2026-01-01', NEW_YEAR],
    ['may be a minute', '2026-01-01T00:00Z', NEW_YEAR],
    ['may be a second', '2026-01-01T00:00:00Z', NEW_YEAR],
    ['may have a fraction', '2026-01-01T00:00:00.25Z', NEW_YEAR + 250],
    ['may have a time zone', '2026-01-01T01:30:00+01:30', NEW_YEAR],
    ['may have a time zone to the west', '2025-12-31T19:00:00-05:00', NEW_YEAR],
    ['is in UTC without a time zone', '2026-01-01T00:00:00', NEW_YEAR],
    ['may be seconds since 1970', '1767225600', NEW_YEAR],
    ['may be zero', '0', 0],
    ['may be on a leap day', '2024-02-29', Date.UTC(2024, 1, 29)],
    ['is not on a leap day without a leap year', '2026-02-29', undefined],
    ['is not in a thirteenth month', '2026-13-01', undefined],
    ['is not at the 61st minute', '2026-01-01T00:61Z', undefined],
    ['is no text', 'tomorrow', undefined],
    ['is not American', '01/01/2026', undefined],
    ['is not empty', '', undefined],
    ['may be in the first century', '0050-01-01', new Date('0050-01-01T00:00:00Z').getTime()],
  ])('%s', (_sentence, text, time) => expect(parseDate(text)).toBe(time));
});

describe('a number', () => {
  test.each<[string, string, number | undefined]>([
    ['may be whole', '10', 10],
    ['may be decimal', '1.2', 1.2],
    ['may be negative', '-3', -3],
    ['may have an exponent', '1e3', 1000],
    ['is not hexadecimal', '0x10', undefined],
    ['is not empty', '', undefined],
    ['is not padded', ' 1', undefined],
    ['is not infinite', 'Infinity', undefined],
  ])('%s', (_sentence, text, number) => expect(parseNumber(text)).toBe(number));
});

test('bytes are the same with and without padding', () => {
  expect(parseBase64('QQ==')).toBe(parseBase64('QQ'));
  expect(parseBase64('Q')).toBeUndefined();
});

describe('an IP address', () => {
  test.each<[string, string]>([
    ['of version 4', '203.0.113.7'],
    ['of version 6', '2001:db8:0:0:0:0:0:1'],
  ])('%s is written as it was read', (_sentence, text) => {
    const ip = parseIpAddress(text);
    expect(ip && formatIpAddress(ip.family, ip.address)).toBe(text);
  });

  test.each(['1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.4 ', '::1::', ':::', '1:2:3:4:5:6:7:8:9', '12345::', 'g::', ''])(
    'is not `%s`',
    (text) => expect(parseIpAddress(text)).toBeUndefined(),
  );
});
