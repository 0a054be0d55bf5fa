import type { PrincipalEntry } from '../../policy/policy-document.ts';
import { cause, NO_CHANGES } from '../cause.ts';
import { type NearMiss, nearMiss } from '../near-misses.ts';
import { capitalized, spokenAct, spokenStatement } from '../words.ts';

/** The bucket is meant to be read through CloudFront, and the caller went past it. */
export const onlyThroughCloudfront = cause<NearMiss>({
  code: 'only-through-cloudfront',
  docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  find: (request) =>
    request.request.principal.kind === 'anonymous'
      ? request.lookedAt
          .filter(
            ({ trace, statement, layer }) =>
              layer === 'bucketPolicy' &&
              trace.effect === 'Allow' &&
              trace.match === 'no' &&
              !trace.failedOn.some((element) => element === 'action' || element === 'resource') &&
              statement.principal?.some(isCloudFront) === true,
          )
          .map((lookedAt) => nearMiss(lookedAt, 1))
      : [],
  explain: ({ lookedAt }, { request }) => ({
    because: `${spokenStatement(lookedAt)} lets in CloudFront, and the caller came without it`,
    meet: "Ask CloudFront, by the distribution's own address",
    what: `${capitalized(spokenStatement(lookedAt))} would allow ${spokenAct(request)} to CloudFront, but not to an anonymous caller who comes past it`,
    why: 'With origin access control, or an origin access identity, the bucket answers CloudFront alone, which is what it is for',
    help: "Ask CloudFront, by the distribution's own address; if CloudFront itself was denied, look at the denial of `cloudfront.amazonaws.com`",
  }),
  suggest: () => NO_CHANGES,
});

const isCloudFront = (entry: PrincipalEntry) =>
  'value' in entry &&
  (entry.value === 'cloudfront.amazonaws.com' || /:user\/CloudFront Origin Access Identity /.test(entry.value));
