/** AWS's own sentence and what was found of it, of a diagnosis or of one that was stored as JSON. */
export interface ToldReason {
  readonly sentence: string;
  readonly verdict: string;
  readonly because: string;
}

/** What AWS said, to stand in quotation marks beside our verdict, and whether the two agree. */
export function spokenReason({ verdict, because }: Pick<ToldReason, 'verdict' | 'because'>): string {
  const agreement = AGREEMENT.get(verdict) ?? `AWS's sentence ${verdict}`;
  return because === '' ? agreement : `${agreement}: ${because}`;
}

const AGREEMENT: ReadonlyMap<string, string> = new Map([
  ['agrees', 'It agrees with this answer'],
  ['disagrees', 'It disagrees with this answer'],
  ['says nothing of the layer', 'It says nothing about the layer'],
]);
