import { DescribeInstanceHealthCommand, ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { answerText } from './answer-text.ts';
import type { AwsSettings, Described } from './balancer.ts';
import { clientSettings, within } from './client-settings.ts';
import { all, list, text } from './complete.ts';

/** The instances of a classic load balancer: https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeInstanceHealth.html */
export async function described(name: string, settings: AwsSettings, region: string): Promise<Described> {
  const client = new ElasticLoadBalancingClient(clientSettings(settings, region));
  const answer = answerText(client);
  const { InstanceStates } = await client.send(new DescribeInstanceHealthCommand({ LoadBalancerName: name }), within(settings));
  const targets = list('InstanceStates', InstanceStates).map(({ InstanceId, State }) => ({
    id: text('InstanceId', InstanceId),
    state: text('State', State),
    healthy: State === 'InService',
  }));
  return { by: 'id', targets: all(targets, 'InstanceId', answer()) };
}
