import { spokenNamed } from '../request/named-principal.ts';
import type { CallTarget, S3Call } from '../request/s3-call.ts';
import type { AskedCall } from './spoken-call.ts';

function spokenTarget(target: CallTarget): string {
  switch (target.kind) {
    case 'bucket':
      return target.name;
    case 'accessPoint':
      return `arn:${target.partition}:s3:${target.region}:${target.account}:accesspoint/${target.name}`;
    case 'accessPointAlias':
      return target.alias;
    case 'account':
      return '*';
    case 'notCovered':
      return target.text;
  }
}

/** The call as it was asked about, before anything was read. */
export const askedCall = ({ operation, action, target, key, principal }: S3Call): AskedCall => ({
  operation: action ?? operation,
  bucket: spokenTarget(target),
  key: key ?? null,
  principal: spokenNamed(principal),
});
