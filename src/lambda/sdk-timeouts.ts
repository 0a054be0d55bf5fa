/** Without `throwOnRequestTimeout` the SDK only warns of a request that takes too long, and waits on. */
const giveUpAfter = (connectionTimeout: number, requestTimeout: number) => ({
  connectionTimeout,
  requestTimeout,
  throwOnRequestTimeout: true,
});

/** For calls that must be over before Slack's three seconds are. */
export const IN_A_HURRY = { maxAttempts: 2, requestHandler: giveUpAfter(700, 1000) };

/** For calls after which somebody waits in a thread. */
export const PATIENT = { maxAttempts: 4, requestHandler: giveUpAfter(2000, 5000) };
