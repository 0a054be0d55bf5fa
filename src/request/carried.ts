import type { S3Call } from './s3-call.ts';

/**
 * The values a call carries under a name, which may be a condition key (`s3:x-amz-acl`) or the header it mirrors
 * (`x-amz-acl`), in any case; a `*` at the end stands for a family. Undefined if the call carries none.
 */
export function carried(call: Pick<S3Call, 'context'>, name: string): readonly string[] | undefined {
  const wanted = bare(name);
  const family = wanted.endsWith('*') ? wanted.slice(0, -1) : undefined;
  const entry = Object.entries(call.context).find(([key]) =>
    family === undefined ? bare(key) === wanted : bare(key).startsWith(family),
  );
  return entry?.[1];
}

const bare = (name: string): string => name.toLowerCase().replace(/^s3:/, '');
