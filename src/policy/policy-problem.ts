/** Something wrong with a policy document, and where. */
export interface PolicyProblem {
  /** E.g. `Statement[2].Condition.StringEqual`; empty for the document as a whole. */
  readonly path: string;
  readonly what: string;
  readonly help: string;
  /** AWS would not take the document. Otherwise AWS takes it, and it is unlikely to do what was meant. */
  readonly rejected: boolean;
}

/** What kind of policy a document is: it decides which elements AWS wants and refuses. */
export type PolicyType = 'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource';

const MOST = 100;

/** Collects the problems of one document while it is parsed; a hostile document gets no more than a hundred. */
export class PolicyProblems {
  readonly found: PolicyProblem[] = [];
  #rejected = false;

  constructor(readonly policyType: PolicyType | undefined) {}

  /** IAM itself keeps the policy, and has rules for its Sids; S3, KMS and Organizations are not known to have them. */
  get inIam(): boolean {
    return this.policyType === 'identity' || this.policyType === 'boundary' || this.policyType === 'session';
  }

  get rejected(): boolean {
    return this.#rejected;
  }

  reject(path: string, what: string, help: string): void {
    // The first reason to reject is kept, however many doubts came before it.
    if (!this.#rejected && this.found.length >= MOST) this.found.pop();
    this.#rejected = true;
    this.#add({ path, what, help, rejected: true });
  }

  report(problem: PolicyProblem): void {
    if (problem.rejected) this.reject(problem.path, problem.what, problem.help);
    else this.#add(problem);
  }

  suspect(path: string, what: string, help: string): void {
    this.#add({ path, what, help, rejected: false });
  }

  #add(problem: PolicyProblem): void {
    if (this.found.length < MOST) this.found.push(problem);
  }
}

/** The place of a member: `Condition.StringEquals`, or `Condition["odd key"]` where the key is not plain. */
export function member(path: string, key: string): string {
  if (!/^[\w:/-]+$/.test(key)) return `${path}[${JSON.stringify(key.length > 100 ? `${key.slice(0, 100)}…` : key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** An object's own members; undefined for anything that is not a plain JSON object. */
export function members(value: unknown): readonly (readonly [key: string, value: unknown])[] | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
}

/** What a value is, in JSON's words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  const type = typeof value;
  return type === 'object' ? 'an object' : `a ${type}`;
}
