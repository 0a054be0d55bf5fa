import { limitWithoutAllow } from '../limit-without-allow.ts';

/** The permissions boundary does not allow what the policies of the caller do. */
export const boundaryWithoutAllow = limitWithoutAllow({
  code: 'boundary-without-allow',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  layer: 'permissionsBoundary',
  why: 'A permissions boundary grants nothing, but what it does not allow no other policy of the caller can give',
});
