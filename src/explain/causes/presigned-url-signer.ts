import { contextValue } from '../../request/condition-context.ts';
import { cause, type Finding, NO_CHANGES } from '../cause.ts';
import { spokenAct, spokenCaller } from '../words.ts';

/** A presigned URL has the permissions of its signer as they are when it is used, and the signer lacks them. */
export const presignedUrlSigner = cause<Finding>({
  code: 'presigned-url-signer',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
  find: ({ index, request, evaluation }, { requests }) => {
    const how = contextValue(request.context, 's3:authType');
    const isPresigned = how.kind === 'known' && how.values.includes('REST-QUERY-STRING');
    if (!isPresigned || index !== requests[0]?.index || evaluation.decision === 'allow') return [];
    return [{ layer: null, role: 'background' }];
  },
  explain: (_finding, { request }) => ({
    what: `The URL was presigned by ${spokenCaller(request.principal)}, who may not do ${spokenAct(request)} now`,
    why: 'A presigned URL is no permission of its own: S3 decides as if its signer made the request at the moment of its use. What the signer lost since it was signed, the URL lost as well; who uses the URL does not matter',
    help: 'Give the permission back to the signer, or have the URL signed by somebody who has it',
  }),
  suggest: () => NO_CHANGES,
});
