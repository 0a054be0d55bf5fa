/** Words that begin small and end open, as in the middle of a line, as a sentence that stands by itself. */
export function wholeSentence(words: string): string {
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!:]$/.test(begun) ? begun : `${begun}.`;
}
