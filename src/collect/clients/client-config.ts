/** Temporary credentials, as the SDK's clients take them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What a client of any service is opened with. Without credentials the SDK's own chain is asked. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials?: () => Promise<AwsCredentials>;
  /** An endpoint in place of AWS's, from `AWS_ENDPOINT_URL`. */
  readonly endpointUrl?: string;
  /** False: a connection ends with its call. */
  readonly keepAlive?: boolean;
}

/** Options that every SDK client takes. `read` retries, so the SDK must not: a budget can only be kept in one place. */
export function sdkOptions({ region, credentials, endpointUrl, keepAlive = true }: ClientConfig) {
  const agents = keepAlive ? {} : { httpAgent: { keepAlive }, httpsAgent: { keepAlive } };
  return {
    region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true, ...agents },
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
}
