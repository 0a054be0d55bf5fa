import { MANAGEMENT } from '../management-account.ts';
import {
  ACCOUNTS,
  type DemoTarget,
  ORGANIZATION_ID,
  ROOT,
  SERVICE_CONTROL_POLICIES,
  TARGETS,
} from '../organization.ts';
import { type Answers, AwsRefusal, policyText } from './answer.ts';

const denied = (what: string) =>
  new AwsRefusal('AccessDeniedException', 400, `You don't have permissions to access this resource: ${what}`);

const policyArn = (id: string) =>
  id === 'p-FullAWSAccess' || id === 'p-RCPFullAWSAccess'
    ? `arn:aws:organizations::aws:policy/service_control_policy/${id}`
    : `arn:aws:organizations::${MANAGEMENT.id}:policy/${ORGANIZATION_ID}/service_control_policy/${id}`;

function targetOf(id: string | undefined): DemoTarget {
  const target = TARGETS[id ?? ''];
  if (target === undefined) throw new AwsRefusal('TargetNotFoundException', 400, `${id} was not found`);
  return target;
}

/** The path of an account, e.g. `o-1/r-1/ou-1/`. */
function pathOf(id: string): string {
  const above: string[] = [];
  for (let at = targetOf(id).parent; at !== null; at = targetOf(at).parent) above.unshift(at);
  return `${[ORGANIZATION_ID, ...above].join('/')}/`;
}

const described = (id: string) => {
  const account = ACCOUNTS.find((candidate) => candidate.id === id);
  if (account === undefined) {
    throw new AwsRefusal('AccountNotFoundException', 400, `You specified an account that doesn't exist: ${id}`);
  }
  return {
    Id: id,
    Arn: `arn:aws:organizations::${MANAGEMENT.id}:account/${ORGANIZATION_ID}/${id}`,
    Name: account.name,
    Email: `aws+${account.name}@example.com`,
    State: 'ACTIVE',
    Paths: [`${pathOf(id)}${id}/`],
  };
};

const RESOURCE_CONTROL_POLICY = {
  Id: 'p-RCPFullAWSAccess',
  Name: 'RCPFullAWSAccess',
  Type: 'RESOURCE_CONTROL_POLICY',
  AwsManaged: true,
  Arn: 'arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess',
};

const serviceControlPolicy = (name: string) => {
  const policy = SERVICE_CONTROL_POLICIES[name];
  if (policy === undefined) throw new Error(`the demo organization has no policy ${name}`);
  const { id, awsManaged = false } = policy;
  return { Id: id, Name: name, Type: 'SERVICE_CONTROL_POLICY', AwsManaged: awsManaged, Arn: policyArn(id) };
};

/** What Organizations answers in the management account. */
export const ORGANIZATIONS_ANSWERS: Answers<'organizations'> = {
  'organizations:DescribeOrganization': () => ({
    Organization: {
      Id: ORGANIZATION_ID,
      Arn: `arn:aws:organizations::${MANAGEMENT.id}:organization/${ORGANIZATION_ID}`,
      FeatureSet: 'ALL',
      MasterAccountId: MANAGEMENT.id,
      MasterAccountArn: `arn:aws:organizations::${MANAGEMENT.id}:account/${ORGANIZATION_ID}/${MANAGEMENT.id}`,
    },
  }),
  'organizations:DescribeEffectivePolicy': (_account, { PolicyType }) => {
    const message = 'The effective policy does not exist';
    throw new AwsRefusal('EffectivePolicyNotFoundException', 400, `${message}: ${PolicyType}`);
  },
  'organizations:ListRoots': () => ({
    Roots: [
      {
        Id: ROOT,
        Name: 'Root',
        PolicyTypes: [
          { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' },
          { Type: 'RESOURCE_CONTROL_POLICY', Status: 'ENABLED' },
        ],
      },
    ],
  }),
  'organizations:DescribeAccount': (_account, { AccountId = '' }) => ({ Account: described(AccountId) }),
  'organizations:ListAccounts': () => ({ Accounts: ACCOUNTS.map(({ id }) => described(id)) }),
  'organizations:ListParents': (_account, { ChildId = '' }) => {
    const { parent } = TARGETS[ChildId] ?? { parent: undefined };
    if (parent === undefined) throw new AwsRefusal('ChildNotFoundException', 400, `${ChildId} was not found`);
    if (parent === null) return { Parents: [] };
    return { Parents: [{ Id: parent, Type: parent === ROOT ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
  },
  'organizations:ListPoliciesForTarget': (_account, { TargetId, Filter }) => {
    const { policies } = targetOf(TargetId);
    if (Filter === 'RESOURCE_CONTROL_POLICY') return { Policies: [RESOURCE_CONTROL_POLICY] };
    if (policies === null) throw denied(TargetId ?? '');
    return { Policies: policies.map(serviceControlPolicy) };
  },
  'organizations:DescribePolicy': (_account, { PolicyId }) => {
    if (PolicyId === RESOURCE_CONTROL_POLICY.Id) {
      const Statement = [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }];
      const Content = JSON.stringify({ Version: '2012-10-17', Statement });
      return { Policy: { PolicySummary: RESOURCE_CONTROL_POLICY, Content } };
    }
    const [name, policy] = Object.entries(SERVICE_CONTROL_POLICIES).find(([, { id }]) => id === PolicyId) ?? [];
    if (name === undefined || policy === undefined) {
      throw new AwsRefusal('PolicyNotFoundException', 400, `${PolicyId} was not found`);
    }
    return { Policy: { PolicySummary: serviceControlPolicy(name), Content: policyText(policy.document) } };
  },
};
