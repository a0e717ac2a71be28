import { DescribeInstanceHealthCommand, ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { answerText } from './answer-text.ts';
import type { AwsSettings, Client } from './balancer.ts';
import { clientSettings, within } from './client-settings.ts';
import { all, list, text } from './complete.ts';

/** Asks for the instances of a classic load balancer: https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeInstanceHealth.html */
export function clientOf(name: string, settings: AwsSettings, region: string): Client {
  const client = new ElasticLoadBalancingClient(clientSettings(settings, region));
  return {
    described: async (left) => {
      const command = new DescribeInstanceHealthCommand({ LoadBalancerName: name });
      const answer = answerText(command);
      const { InstanceStates } = await client.send(command, within(settings, left));
      const targets = list('InstanceStates', InstanceStates).map(({ InstanceId, State }) => ({
        id: text('InstanceId', InstanceId),
        state: text('State', State),
        healthy: State === 'InService',
      }));
      return { by: 'id', targets: all(targets, 'InstanceId', answer()) };
    },
    close: () => client.destroy(),
  };
}
