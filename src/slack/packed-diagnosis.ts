import { gunzipSync, gzipSync } from 'node:zlib';
import { type DiagnosisJson, parseDiagnosisJson } from '../render/diagnosis-json.ts';

/** DynamoDB takes items of 400 KB. */
const MOST_CHARACTERS = 300_000;

/** A diagnosis small enough to be kept; undefined if it is too large even so. */
export function packDiagnosis(diagnosis: DiagnosisJson): string | undefined {
  const packed = gzipSync(JSON.stringify(diagnosis)).toString('base64');
  return packed.length <= MOST_CHARACTERS ? packed : undefined;
}

/** The diagnosis that was kept; undefined if there is none, or none that this version can read. */
export function unpackDiagnosis(packed: string | undefined): DiagnosisJson | undefined {
  if (packed === undefined) return undefined;
  try {
    return parseDiagnosisJson(JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')));
  } catch {
    return undefined;
  }
}
