import { loadConfig } from '@smithy/core/config';

/** The region that is configured: AWS_REGION, AWS_DEFAULT_REGION (boto's, which the SDK does not know), or that of the profile. */
export const configuredRegion = (): Promise<string> =>
  loadConfig(
    {
      environmentVariableSelector: ({ AWS_REGION, AWS_DEFAULT_REGION }) => [AWS_REGION, AWS_DEFAULT_REGION].find((region) => region),
      configFileSelector: ({ region }) => region,
      default: '',
    },
    { ignoreCache: true },
  )();
