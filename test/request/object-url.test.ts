import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseObjectUrl } from '../../src/request/object-url.ts';
import type { CallTarget } from '../../src/request/s3-call.ts';

const bucket = (name: string, partition = 'aws'): CallTarget => ({ kind: 'bucket', name, partition });

describe('an object URL', () => {
  test.each<[string, string, object]>([
    ['virtual-hosted, global', 'https://b-1.s3.amazonaws.com/a/b.csv', { target: bucket('b-1'), key: 'a/b.csv' }],
    [
      'virtual-hosted, regional',
      'https://b-1.s3.eu-central-1.amazonaws.com/k',
      { target: bucket('b-1'), key: 'k', region: 'eu-central-1' },
    ],
    [
      'virtual-hosted, with the old dash',
      'http://b-1.s3-eu-west-1.amazonaws.com/k',
      { target: bucket('b-1'), key: 'k', region: 'eu-west-1' },
    ],
    [
      'a bucket with periods',
      'https://www.example.com.s3.us-west-2.amazonaws.com/k',
      { target: bucket('www.example.com'), key: 'k', region: 'us-west-2' },
    ],
    [
      'dual stack',
      'https://b-1.s3.dualstack.eu-west-1.amazonaws.com/k',
      { target: bucket('b-1'), key: 'k', region: 'eu-west-1' },
    ],
    [
      'FIPS',
      'https://b-1.s3-fips.dualstack.us-gov-west-1.amazonaws.com/k',
      { target: bucket('b-1', 'aws-us-gov'), key: 'k', region: 'us-gov-west-1' },
    ],
    ['accelerated', 'https://b-1.s3-accelerate.amazonaws.com/k', { target: bucket('b-1'), key: 'k' }],
    [
      'path style',
      'https://s3.eu-west-1.amazonaws.com/b-1/a/b',
      { target: bucket('b-1'), key: 'a/b', region: 'eu-west-1' },
    ],
    ['path style, global', 'https://s3.amazonaws.com/b-1', { target: bucket('b-1') }],
    [
      'in China',
      'https://b-1.s3.cn-north-1.amazonaws.com.cn/k',
      { target: bucket('b-1', 'aws-cn'), key: 'k', region: 'cn-north-1' },
    ],
    [
      'in the European Sovereign Cloud',
      'https://b-1.s3.eusc-de-east-1.amazonaws.eu/k',
      { target: bucket('b-1', 'aws-eusc'), key: 'k', region: 'eusc-de-east-1' },
    ],
    ['percent-encoded', 'https://b-1.s3.amazonaws.com/a%20b%2Bc/%C3%A9.csv', { key: 'a b+c/é.csv' }],
    ['with a stray percent sign', 'https://b-1.s3.amazonaws.com/100%/x%zz', { key: '100%/x%zz' }],
    ['with a version', 'https://b-1.s3.amazonaws.com/k?versionId=abc.1', { key: 'k', versionId: 'abc.1' }],
    ['with a port and a fragment', 'https://b-1.s3.amazonaws.com:443/k#x', { key: 'k' }],
    [
      'of an access point',
      'https://my-ap-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/k',
      {
        target: { kind: 'accessPoint', name: 'my-ap', account: '111122223333', region: 'eu-west-1', partition: 'aws' },
        key: 'k',
      },
    ],
    [
      'of an access point alias',
      'https://my-ap-abc-s3alias.s3.eu-west-1.amazonaws.com/k',
      { target: { kind: 'accessPointAlias', alias: 'my-ap-abc-s3alias', partition: 'aws' } },
    ],
    [
      'of a multi-region access point',
      'https://abc123.mrap.accesspoint.s3-global.amazonaws.com/k',
      { target: { kind: 'notCovered', service: 'multiRegionAccessPoint', text: 'abc123.mrap' } },
    ],
    [
      'of an Object Lambda access point',
      'https://ol-111122223333.s3-object-lambda.eu-west-1.amazonaws.com/k',
      { target: { kind: 'notCovered', service: 'objectLambda', text: 'ol-111122223333' } },
    ],
    [
      'of a directory bucket',
      'https://b--euw1-az1--x-s3.s3express-euw1-az1.eu-west-1.amazonaws.com/k',
      { target: { kind: 'notCovered', service: 'directoryBucket', text: 'b--euw1-az1--x-s3' } },
    ],
    [
      'through an interface endpoint, virtual-hosted',
      'https://b-1.bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/k',
      { target: bucket('b-1'), key: 'k', vpcEndpoint: 'vpce-1a2b3c4d', region: 'us-east-1' },
    ],
    [
      'through an interface endpoint, path style',
      'https://bucket.vpce-1a2b3c4d-5e6f-us-east-1a.s3.us-east-1.vpce.amazonaws.com/b-1/k',
      { target: bucket('b-1'), key: 'k', vpcEndpoint: 'vpce-1a2b3c4d' },
    ],
    [
      'of a website',
      'http://b-1.s3-website-eu-west-1.amazonaws.com/index.html',
      { target: bucket('b-1'), key: 'index.html', notes: [expect.stringContaining('anonymous')] },
    ],
    [
      'of a website, with the new dot',
      'http://b-1.s3-website.eu-central-1.amazonaws.com',
      { target: bucket('b-1'), notes: [expect.stringContaining('anonymous')] },
    ],
    [
      'of the console, an object',
      'https://eu-west-1.console.aws.amazon.com/s3/object/b-1?region=eu-west-1&bucketType=general&prefix=a/b+c.csv',
      { target: bucket('b-1'), key: 'a/b c.csv', region: 'eu-west-1' },
    ],
    [
      'of the console, a folder',
      'https://s3.console.aws.amazon.com/s3/buckets/b-1?prefix=a/',
      { target: bucket('b-1'), context: { 's3:prefix': ['a/'] } },
    ],
    [
      'of a listing',
      'https://b-1.s3.amazonaws.com/?list-type=2&prefix=a%2F&delimiter=/',
      { target: bucket('b-1'), context: { 's3:prefix': ['a/'], 's3:delimiter': ['/'] } },
    ],
  ])('%s', (_what, url, expected) => expect(parseObjectUrl(url)).toMatchObject(expected));

  test('that is presigned says so, and never repeats its signature', () => {
    const named = parseObjectUrl(
      'https://b-1.s3.eu-west-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261001%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261001T120000Z&X-Amz-Expires=900&X-Amz-Security-Token=TOKEN&X-Amz-Signature=5eb63bbb',
    );
    expect(named).toMatchObject({
      key: 'k',
      context: { 's3:authType': ['REST-QUERY-STRING'] },
      notes: [expect.stringContaining('signed at 20261001T120000Z and valid for 900 seconds')],
    });
    expect(JSON.stringify(named)).not.toMatch(/5eb63bbb|AKIA|TOKEN/);
  });

  test('that is presigned in the old way says so, too', () => {
    const named = parseObjectUrl(
      'https://b-1.s3.amazonaws.com/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=abc',
    );
    expect(named?.context).toEqual({ 's3:authType': ['REST-QUERY-STRING'], 's3:signatureversion': ['AWS'] });
  });

  test('with a plus sign is read as S3 reads it, and says so', () => {
    expect(parseObjectUrl('https://b-1.s3.amazonaws.com/a+b%2Bc')).toMatchObject({
      key: 'a b+c',
      notes: [expect.stringContaining('`a b+c`')],
    });
  });

  test.each([
    'https://example.com/b/k',
    'https://d111111abcdef8.cloudfront.net/k',
    'https://s3.amazonaws.com/',
    'https://s3.amazonaws.com.evil.example/b/k',
    'https://111122223333.s3-control.eu-west-1.amazonaws.com/v20180820/x',
    'ftp://b-1.s3.amazonaws.com/k',
    'https://',
  ])('of another host is none: %s', (url) => expect(parseObjectUrl(url)).toBeUndefined());

  test('gives back any key that was percent-encoded', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (key) => {
        const path = key.split('/').map(encodeURIComponent).join('/');
        expect(parseObjectUrl(`https://b-1.s3.eu-west-1.amazonaws.com/${path}`)?.key).toBe(key);
        expect(parseObjectUrl(`https://s3.eu-west-1.amazonaws.com/b-1/${path}`)?.key).toBe(key);
      }),
    );
  });

  test('is looked for in any text without an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseObjectUrl(`https://${text}`)));
  });
});
