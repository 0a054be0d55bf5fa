import { errorCause } from '../error-cause.ts';

/** An opt-in region that the caller's account has not enabled, or does not reach with this token. */
export const regionNotEnabled = errorCause({
  code: 'region-not-enabled',
  docs: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html',
  errors: ['InvalidToken', 'InvalidRegion'],
  why: 'A region that an account must enable first knows neither the account nor the session tokens of the global STS endpoint before',
});
