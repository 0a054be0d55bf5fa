import type { Evidence } from '../../evidence/evidence.ts';
import { absent, found, unreadable } from '../../evidence/reading.ts';
import { parsePolicyDocument } from '../../policy/parse-policy-document.ts';
import { code } from '../../policy/words.ts';
import type { AccessRequest } from '../../request/access-request.ts';
import { parseArn } from '../../request/arn.ts';
import { applyCommand, awsCommand } from '../apply-command.ts';
import type { Case, RequestCase } from '../case.ts';
import { grantChanges } from '../grant-changes.ts';
import { allowStatement, needsPath, principalValue } from '../new-statement.ts';
import type { EvaluatedAgain, Pattern } from '../pattern.ts';
import { editPolicyText, mergeNewStatements, NEW_POLICY } from '../policy-edit.ts';
import { reachOf } from '../reach.ts';
import { joined } from '../words.ts';

/**
 * A role in the account that owns what is asked for, which the caller assumes: all is then within one account. Three documents,
 * in the order in which they can be made: the role, what it may do, and the caller's permission to assume it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export function roleInTheAccount(
  rc: RequestCase,
  whole: Case,
  why: string,
  account = rc.request.resourceAccount,
): readonly Pattern[] {
  const { principal, resource } = rc.request;
  const named = principalValue(principal);
  const partition = parseArn(resource)?.partition ?? 'aws';
  if (named?.type !== 'AWS' || account === undefined || !('account' in principal) || principal.account === account)
    return [];
  const role = `arn:${partition}:iam::${account}:role/${NAME}`;
  const statements = neededStatements(whole);
  const permissions = parsePolicyDocument(editPolicyText(NEW_POLICY, statements), 'identity');
  if (permissions.kind === 'invalid') return [];
  const document = permissions.document;
  const path = needsPath(principal, named.value);
  const requests = whole.requests.map((one) => asRole(one, role, account, document));
  const again: EvaluatedAgain = { requests, words: 'as that role, the call' };
  const unreadScps = `the service control policies of account ${account}, which were not read for a role that is yet to be made`;
  return [
    {
      layer: 'identityPolicies',
      account,
      target: role,
      policy: `trust policy of a new role ${NAME}`,
      says: `Make a role in account ${account} that the caller assumes: ${why}`,
      needs: joined([PROGRAM_NEEDS, ...(path === null ? [] : [path])], 'and'),
      reach: 'lets the caller assume the role, nobody else; the role may do nothing until it is given policies',
      before: null,
      document: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: named.value },
            Action: 'sts:AssumeRole',
            ...(named.condition === undefined ? {} : { Condition: named.condition }),
          },
        ],
      },
      command: `aws iam create-role --role-name ${NAME} --assume-role-policy-document file://trust-policy.json`,
      ...(statements.length === 0 ? { again } : {}),
      notEvaluated:
        statements.length === 0
          ? `whether the role can be assumed, and ${unreadScps}`
          : 'whether the role can be assumed',
      set: role,
    },
    ...(statements.length === 0
      ? []
      : [
          {
            layer: 'identityPolicies' as const,
            account,
            target: role,
            policy: POLICY,
            says: `Give the role ${code(NAME)} what the call needs, in an inline policy`,
            needs: 'the role is there',
            reach: reachOf('identityPolicies', null, document),
            before: null,
            document: document.source,
            command: awsCommand(
              ['iam', 'put-role-policy'],
              [
                ['--role-name', NAME],
                ['--policy-name', POLICY],
              ],
              ['--policy-document', `file://${POLICY}.json`],
            ),
            again,
            notEvaluated: unreadScps,
            set: role,
          },
        ]),
    ...mayAssume(rc, role),
  ];
}

const NAME = 's3-for-other-account';
const POLICY = 'what-the-call-needs';

const PROGRAM_NEEDS =
  "the program is changed to assume the role first, and it is understood that one session does not see both accounts' things: the role has nothing of what the caller may do at home";

/** Exactly what the call asks for. The policy of an AWS managed key lets in its own account without that. */
function neededStatements({ requests }: Case) {
  const edits = requests
    .filter(({ evidence: { keyPolicy } }) => keyPolicy.kind !== 'found' || keyPolicy.value.keyManager !== 'AWS')
    .map(({ request }) => ({
      kind: 'addStatement' as const,
      statement: allowStatement(request.action, request.resource),
    }));
  return mergeNewStatements(edits);
}

/** The request as the role would make it, with the role's policies in place of the caller's. */
function asRole(
  { evaluation, evidence }: RequestCase,
  role: string,
  account: string,
  document: Parameters<typeof reachOf>[2],
): { readonly request: AccessRequest; readonly evidence: Evidence } {
  const { request } = evaluation;
  const keys = [...request.context.keys].filter(([key]) => !OF_CALLER.test(key));
  return {
    request: {
      ...request,
      principal: { kind: 'role', arn: role, account },
      context: { ...request.context, keys: new Map(keys) },
    },
    evidence: {
      ...evidence,
      identityPolicies: found([{ name: POLICY, via: 'inline', document }]),
      permissionsBoundary: absent,
      sessionPolicies: absent,
      serviceControlPolicies: unreadable(
        'organizations:ListPoliciesForTarget',
        'they are not looked up for a role that is yet to be made',
        account,
      ),
    },
  };
}

const OF_CALLER =
  /^aws:(?:principal|userid|username|federatedprovider|multifactorauth|tokenissuetime|ec2instance|sourceidentity|assumedroot)|^kms:calleraccount$/i;

function mayAssume(rc: RequestCase, role: string): readonly Pattern[] {
  const asked = { ...rc, request: { ...rc.request, action: 'sts:AssumeRole', resource: role } };
  return grantChanges('identityPolicies', asked).flatMap(({ place, edits, says }) => {
    const text = editPolicyText(place.text ?? NEW_POLICY, edits);
    const after = parsePolicyDocument(text, 'identity');
    const before = place.text === null ? null : parsePolicyDocument(place.text);
    if (after.kind === 'invalid' || before?.kind === 'invalid') return [];
    return [
      {
        layer: 'identityPolicies' as const,
        account: place.account,
        target: place.target,
        policy: place.name,
        says,
        needs: 'the role is there',
        reach: reachOf('identityPolicies', before?.document ?? null, after.document),
        before: place.text,
        document: after.document.source,
        text,
        command: applyCommand(place),
        notEvaluated: 'whether anything else keeps the caller from `sts:AssumeRole`',
        set: role,
      },
    ];
  });
}
