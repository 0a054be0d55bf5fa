/** Who calls, as AWS tells callers apart. ARNs are whole, with the role's path. */
export type Principal =
  | {
      /** A role, through any of its sessions, or one session of it. */
      readonly kind: 'role';
      readonly arn: string;
      readonly account: string;
      /** `arn:aws:sts::…:assumed-role/Role/Session`, where one session is meant. */
      readonly sessionArn?: string;
      /** Known only from IAM: a service-linked role's path is `/aws-service-role/…`. */
      readonly serviceLinked?: boolean;
      /** IAM was asked for the whole ARN and did not answer: this one may lack its path. */
      readonly pathUnknown?: true;
      /** IAM gave the ARN: one without a path has none. */
      readonly wholeArn?: true;
    }
  | { readonly kind: 'user'; readonly arn: string; readonly account: string; readonly pathUnknown?: true }
  | { readonly kind: 'root'; readonly arn: string; readonly account: string }
  | { readonly kind: 'federatedUser'; readonly arn: string; readonly account: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'anonymous' };

/** The account whose identity-based policies apply; undefined for anonymous callers and AWS services. */
export function principalAccount(principal: Principal): string | undefined {
  return 'account' in principal ? principal.account : undefined;
}

/** What a person calls the principal: its ARN, the service's name, or `anonymous`. */
export function spokenPrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'role':
      return principal.sessionArn ?? principal.arn;
    case 'user':
    case 'root':
    case 'federatedUser':
      return principal.arn;
    case 'service':
      return principal.service;
    case 'anonymous':
      return 'anonymous';
  }
}
