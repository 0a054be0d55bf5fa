const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
};

/** What is wrong with a file that could not be read. */
export function fileFault(path: string, error: unknown): { readonly what: string; readonly help: string } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return {
    what: `\`${path}\` cannot be read: ${FAULTS[code] ?? (code || 'reading it failed')}`,
    help: 'check the path',
  };
}
