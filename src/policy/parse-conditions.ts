import { compileCondition } from './compile-condition.ts';
import { OPERATOR_NAMES, parseOperator } from './condition-operators.ts';
import type { Condition, PolicyVersion } from './policy-document.ts';
import { kindOf, member, members, type PolicyProblems } from './policy-problem.ts';
import { conditionKeyType, isCoveredService } from './service-actions.ts';
import { code, nearest } from './words.ts';

/** Reads a Condition element: operators, each with keys, each with a value or a list of values. */
export function parseConditions(
  value: unknown,
  path: string,
  version: PolicyVersion,
  problems: PolicyProblems,
): Condition[] {
  const operators = members(value);
  if (operators === undefined) {
    problems.reject(
      path,
      `${kindOf(value)} stands where an object is wanted`,
      'Write `{"StringEquals": {"key": "value"}}`.',
    );
    return [];
  }
  const conditions: Condition[] = [];
  for (const [operator, tested] of operators) {
    const place = member(path, operator);
    const keys = members(tested);
    checkOperator(operator, place, problems);
    if (keys === undefined) {
      problems.reject(
        place,
        `${kindOf(tested)} stands where an object of condition keys is wanted`,
        'Write `{"key": "value"}`.',
      );
      continue;
    }
    const seen = new Set<string>();
    for (const [key, wanted] of keys) {
      const at = member(place, key);
      checkKey(key, seen, at, problems);
      const values = parseValues(wanted, at, problems);
      const condition: Condition = { operator, key, values };
      conditions.push(condition);
      checkValues(condition, version, at, problems);
    }
  }
  return conditions;
}

function checkOperator(operator: string, path: string, problems: PolicyProblems): void {
  if (parseOperator(operator) !== undefined) return;
  if (/^(?:.*:)?null\s*ifexists$/i.test(operator)) {
    problems.reject(path, '`Null` cannot be combined with `IfExists`', 'Write `Null`: it asks whether the key exists.');
    return;
  }
  const [, prefix = '', base = operator, after = ''] =
    /^(?:(For(?:All|Any)[a-z]*):)?(.*?)(IfExists)?$/is.exec(operator) ?? [];
  const before = prefix === '' ? '' : prefix.toLowerCase().startsWith('forall') ? 'ForAllValues:' : 'ForAnyValue:';
  const close = nearest(base, OPERATOR_NAMES);
  const help =
    close === undefined ? "Use one of AWS's condition operators." : `Write ${code(`${before}${close}${after}`)}.`;
  problems.reject(path, `AWS has no condition operator ${code(operator)}`, help);
}

function checkKey(key: string, seen: Set<string>, path: string, problems: PolicyProblems): void {
  if (!key.includes(':')) {
    const help = 'Write the key with its prefix, e.g. `aws:SourceIp`.';
    problems.reject(path, `${code(key)} is no condition key: it has no prefix such as \`aws:\` or \`s3:\``, help);
  }
  if (isCoveredService(key) && conditionKeyType(key) === undefined) {
    const help = 'See the service authorization reference for its condition keys.';
    problems.suspect(path, `AWS lists no condition key ${code(key)}`, help);
  }
  const name = key.toLowerCase();
  if (seen.has(name)) {
    problems.suspect(path, `the key ${code(key)} is there twice, in different case`, 'Put all values into one list.');
  }
  seen.add(name);
}

function parseValues(value: unknown, path: string, problems: PolicyProblems): string[] {
  const listed = Array.isArray(value) ? value : [value];
  const values: string[] = [];
  for (const [place, one] of listed.entries()) {
    if (typeof one === 'string') values.push(one);
    else if (typeof one === 'number' || typeof one === 'boolean') values.push(String(one));
    else {
      const at = Array.isArray(value) ? `${path}[${place}]` : path;
      problems.reject(
        at,
        `${kindOf(one)} stands where a value is wanted`,
        'Write a string, a number, `true` or `false`.',
      );
    }
  }
  return values;
}

/** What AWS takes and what then never compares as it was meant. */
function checkValues(condition: Condition, version: PolicyVersion, path: string, problems: PolicyProblems): void {
  const { written, operands } = compileCondition(condition, version);
  if (written === undefined) return;
  if (condition.values.length === 0) {
    problems.suspect(path, `${code(condition.key)} is compared with nothing`, 'Name at least one value.');
  }
  const unreadable = operands.find((operand) => operand.kind === 'unreadable');
  if (unreadable !== undefined) {
    const what = `${code(unreadable.text)} is not ${written.operator.operand}, which ${code(condition.operator)} compares`;
    problems.suspect(path, what, `Write ${written.operator.operand}.`);
  }
  const variable = condition.values.find((value) => /\$\{[^}]*:[^}]*\}/.test(value));
  if (variable === undefined) return;
  if (!written.operator.variables) {
    const what = `${code(condition.operator)} reads no policy variables, and ${code(variable)} holds one`;
    problems.suspect(path, what, 'Use a String or Arn operator.');
  } else if (version === '2008-10-17') {
    const what = `${code(variable)} is plain text: only Version \`2012-10-17\` has policy variables`;
    problems.suspect(path, what, 'Add `"Version": "2012-10-17"` to the policy.');
  }
}
