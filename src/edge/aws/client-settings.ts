import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { AwsSettings } from './balancer.ts';

/** Settings of an SDK client: every call it makes, those for credentials too, has our time limit and retries. */
export function clientSettings({ timeout, retries, endpoint, debug }: AwsSettings, region: string) {
  const logger = { trace: debug, debug, info: debug, warn: debug, error: debug };
  return {
    region,
    maxAttempts: retries + 1,
    ...(endpoint === undefined ? {} : { endpoint }),
    requestHandler: { connectionTimeout: timeout, requestTimeout: timeout, throwOnRequestTimeout: true },
    // Without a logger the SDK writes its warnings to stderr.
    // A profile is read again by each client: what it says may have changed since.
    credentialDefaultProvider: (input: object) => defaultProvider({ ...input, timeout, maxRetries: retries, logger, ignoreCache: true }),
  };
}

/** An end to one call with its retries, also where nobody waits any longer: the SDK's own limit ends with the first byte of an answer. */
export const within = ({ timeout, retries }: AwsSettings, left: AbortSignal) => ({
  abortSignal: AbortSignal.any([left, AbortSignal.timeout((timeout + BETWEEN) * (retries + 1))]),
});

/** Milliseconds, at most, that the SDK waits between two attempts. */
const BETWEEN = 1_000;
