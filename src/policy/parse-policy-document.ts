import { type DuplicateKey, readJson } from './json-text.ts';
import { parseStatement, rejectElement } from './parse-statement.ts';
import type { PolicyDocument, PolicyVersion, Statement } from './policy-document.ts';
import { kindOf, member, members, type PolicyProblem, PolicyProblems, type PolicyType } from './policy-problem.ts';
import { code } from './words.ts';

export type PolicyParse =
  /** The problems are doubts: AWS takes the document. */
  | { readonly kind: 'parsed'; readonly document: PolicyDocument; readonly problems: readonly PolicyProblem[] }
  /** AWS would not take the document. `because` is its first problem as a sentence. */
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[]; readonly because: string };

/**
 * Reads a policy: JSON text, percent-encoded as IAM returns it or not, or JSON that is already parsed. Total: any JSON gives
 * a document or problems that name their place. Without a policy type, what depends on the type is not asked.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicyDocument(source: unknown, policyType?: PolicyType): PolicyParse {
  const problems = new PolicyProblems(policyType);
  if (typeof source !== 'string') return finish(parseDocument(source, undefined, problems), problems);
  const text = decode(source);
  const json = readJson(text);
  if (json.kind === 'notJson') {
    const place = `line ${json.line}, column ${json.column}`;
    problems.reject(
      place,
      'the text is not JSON from here on',
      'Correct the JSON; it allows no comments or trailing commas.',
    );
    return finish(undefined, problems);
  }
  for (const duplicate of json.duplicates) rejectDuplicate(duplicate, problems);
  return finish(parseDocument(json.value, text, problems), problems);
}

function finish(document: PolicyDocument | undefined, problems: PolicyProblems): PolicyParse {
  if (document !== undefined && !problems.rejected) return { kind: 'parsed', document, problems: problems.found };
  const first = problems.found.find((problem) => problem.rejected);
  const where = first === undefined || first.path === '' ? '' : `${code(first.path)}: `;
  return { kind: 'invalid', problems: problems.found, because: `${where}${first?.what ?? 'it is no policy'}` };
}

/** JSON never begins with a percent sign, so text that does is percent-encoded. */
function decode(source: string): string {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  if (!/^\s*%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function rejectDuplicate({ path }: DuplicateKey, problems: PolicyProblems): void {
  const place = path.reduce<string>((at, step) => (typeof step === 'number' ? `${at}[${step}]` : member(at, step)), '');
  problems.reject(place, `${code(String(path.at(-1)))} is there twice`, 'Keep one; put several values into a list.');
}

const ELEMENTS = ['Version', 'Id', 'Statement'] as const;

function parseDocument(
  source: unknown,
  text: string | undefined,
  problems: PolicyProblems,
): PolicyDocument | undefined {
  const elements = members(source);
  if (elements === undefined) {
    problems.reject(
      '',
      `${kindOf(source)} stands where a policy is wanted`,
      'A policy is a JSON object with a `Statement`.',
    );
    return undefined;
  }
  const named = new Map(elements);
  for (const [key] of elements) {
    if (!ELEMENTS.some((element) => element === key))
      rejectElement(key, member('', key), ELEMENTS, 'a policy', problems);
  }
  const version = readVersion(named, problems);
  const id = named.get('Id');
  if (id !== undefined && typeof id !== 'string') {
    problems.reject('Id', `${kindOf(id)} stands where a string is wanted`, 'Write the Id as a string.');
  }
  const statements = readStatements(named, version, problems);
  checkSids(statements, problems);
  return {
    version,
    statements,
    source,
    ...(typeof id === 'string' ? { id } : {}),
    ...(text === undefined ? {} : { text }),
  };
}

function readVersion(named: ReadonlyMap<string, unknown>, problems: PolicyProblems): PolicyVersion {
  const version = named.get('Version');
  if (version === '2012-10-17' || version === '2008-10-17') return version;
  if (named.has('Version')) {
    const what = typeof version === 'string' ? code(version) : kindOf(version);
    problems.reject('Version', `${what} is no version of the policy language`, 'Write `"Version": "2012-10-17"`.');
  }
  return '2008-10-17';
}

function readStatements(
  named: ReadonlyMap<string, unknown>,
  version: PolicyVersion,
  problems: PolicyProblems,
): Statement[] {
  const value = named.get('Statement');
  if (!named.has('Statement')) {
    problems.reject('', 'the policy has no `Statement`', 'Add one: it is what the policy says.');
    return [];
  }
  if (!Array.isArray(value)) {
    const only = parseStatement(value, 0, 'Statement', version, problems);
    return only === undefined ? [] : [only];
  }
  if (value.length === 0)
    problems.suspect('Statement', 'the list is empty, so the policy says nothing', 'Add a statement.');
  return value.flatMap((one, index) => parseStatement(one, index, `Statement[${index}]`, version, problems) ?? []);
}

/** IAM refuses a Sid that is there twice. */
function checkSids(statements: readonly Statement[], problems: PolicyProblems): void {
  const seen = new Map<string, number>();
  for (const { sid, index } of statements) {
    if (sid === undefined || sid === '') continue;
    const first = seen.get(sid);
    if (first === undefined) {
      seen.set(sid, index);
      continue;
    }
    problems.report({
      path: `Statement[${index}].Sid`,
      what: `Statement[${first}] has the Sid ${code(sid)} too`,
      help: 'Make Sids unique.',
      rejected: problems.inIam,
    });
  }
}
