import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { answerText } from './answer-text.ts';
import type { AwsSettings, Client, Described } from './balancer.ts';
import { clientSettings, within } from './client-settings.ts';
import { all, list, text } from './complete.ts';
import { Unanswered } from './unanswered.ts';

/** Asks for the targets of a group, and what they name an instance by: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
export function clientOf(name: string, settings: AwsSettings, region: string): Client {
  const client = new ElasticLoadBalancingV2Client(clientSettings(settings, region));
  return {
    described: async (left) => {
      const group = await groupNamed(name, client, () => within(settings, left));
      const by = namedBy(name, group);
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: text('TargetGroupArn', group.TargetGroupArn) });
      const answer = answerText(command);
      const { TargetHealthDescriptions } = await client.send(command, within(settings, left));
      const targets = list('TargetHealthDescriptions', TargetHealthDescriptions).map(({ Target, TargetHealth }) => ({
        id: text('Target.Id', Target?.Id),
        state: text('TargetHealth.State', TargetHealth?.State),
        healthy: TargetHealth?.State === 'healthy',
      }));
      return { by, targets: all(targets, 'Target', answer()) };
    },
    close: () => client.destroy(),
  };
}

async function groupNamed(
  name: string,
  client: ElasticLoadBalancingV2Client,
  limits: () => ReturnType<typeof within>,
): Promise<TargetGroup> {
  let marker: string | undefined;
  do {
    const page = await client.send(
      new DescribeTargetGroupsCommand({ Names: [name], ...(marker === undefined ? {} : { Marker: marker }) }),
      limits(),
    );
    const group = list('TargetGroups', page.TargetGroups).find(({ TargetGroupName }) => TargetGroupName === name);
    if (group) return group;
    marker = page.NextMarker;
  } while (marker);
  throw new Unanswered(`there is no target group '${name}' in ${await client.config.region()}`);
}

function namedBy(name: string, { TargetType, IpAddressType }: TargetGroup): Described['by'] {
  if (TargetType === 'instance') return 'id';
  if (TargetType === 'ip' && IpAddressType !== 'ipv6') return 'address';
  const given = TargetType === 'ip' ? 'IPv6 addresses' : (TargetType ?? 'an unknown kind');
  throw new Unanswered(`the targets of group '${name}' are ${given}: only instances and IPv4 addresses can be told apart`);
}
