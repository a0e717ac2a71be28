import { withLoadBalancing, type LoadBalancing } from './aws/load-balancing.ts';
import { withMetadata, type InstanceMetadata } from './aws/metadata.ts';

/** Milliseconds. */
export const POLL = 1_000;
export const HOLD = 4_000;
export const TAKEOVER = HOLD + POLL;

/** What a daemon is told that asks such an AWS and such a metadata service. */
export const clusterSettings = (aws: string, imds: string, key = 'AKIAIOSFODNN7EXAMPLE'): Record<string, string> => ({
  CLUSTER: 'elb:mylbname',
  CLUSTER_POLL: `${POLL / 1_000}s`,
  CLUSTER_HOLD: `${HOLD / 1_000}s`,
  AWS_ENDPOINT_URL: aws,
  AWS_EC2_METADATA_SERVICE_ENDPOINT: imds,
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
});

/** A load balancer with these instances, of which the first ones are healthy. */
export const pool = (healthy: readonly string[], ill: readonly string[] = []): LoadBalancing['pool'] => ({
  classic: {
    mylbname: [...healthy.map((id) => ({ id, state: 'InService' })), ...ill.map((id) => ({ id, state: 'OutOfService' }))],
  },
});

export const instance = (instanceId: string): InstanceMetadata['instance'] => ({ instanceId, region: 'eu-west-1', privateIp: '10.0.0.9' });

/** The first host of a cluster of two. */
export interface FirstHost {
  /** Of its daemon. */
  readonly settings: Record<string, string>;
  readonly aws: LoadBalancing;
  readonly imds: InstanceMetadata;
}

export const onFirstHost = (use: (host: FirstHost) => Promise<void>): Promise<void> =>
  withLoadBalancing(pool(['i-0', 'i-1']), (aws) =>
    withMetadata(instance('i-0'), (imds) => use({ settings: clusterSettings(aws.url, imds.url), aws, imds })),
  );
