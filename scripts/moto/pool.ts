import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingClient,
  RegisterInstancesWithLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import {
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** An instance, as its metadata service tells of it. */
export interface Host {
  readonly instanceId: string;
  readonly privateIp: string;
}

/** Three instances behind a classic load balancer `web` and the target groups `web-instances` and `web-addresses`. */
export interface Pool {
  readonly hosts: readonly Host[];
  /** Stops instances: what names them by id is not healthy then. */
  readonly stop: (hosts: readonly Host[]) => Promise<void>;
  /** Takes their addresses out of `web-addresses`: moto holds every registered address to be healthy. */
  readonly deregister: (hosts: readonly Host[]) => Promise<void>;
}

/** Where all of it is. */
export const REGION = 'eu-central-1';

/** Creates all of it at a simulated AWS. */
export async function pool(endpoint: string): Promise<Pool> {
  const settings = { endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const [classic, v2] = [new ElasticLoadBalancingClient(settings), new ElasticLoadBalancingV2Client(settings)];
  const [VpcId] = fields('vpcId', await ec2(endpoint, 'DescribeVpcs'));
  const hosts = await started(endpoint);

  const Listeners = [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 80 }];
  await classic.send(new CreateLoadBalancerCommand({ LoadBalancerName: 'web', AvailabilityZones: [`${REGION}a`], Listeners }));
  const Instances = hosts.map(({ instanceId }) => ({ InstanceId: instanceId }));
  await classic.send(new RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName: 'web', Instances }));

  const group = async (Name: string, TargetType: TargetTypeEnum, ids: readonly string[]) => {
    const created = await v2.send(new CreateTargetGroupCommand({ Name, TargetType, Protocol: 'HTTP', Port: 80, VpcId }));
    const TargetGroupArn = created.TargetGroups?.[0]?.TargetGroupArn;
    await v2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: ids.map((Id) => ({ Id })) }));
    return TargetGroupArn;
  };
  await group(
    'web-instances',
    'instance',
    hosts.map(({ instanceId }) => instanceId),
  );
  const TargetGroupArn = await group(
    'web-addresses',
    'ip',
    hosts.map(({ privateIp }) => privateIp),
  );
  return {
    hosts,
    stop: async (stopped) => {
      const ids = Object.fromEntries(stopped.map(({ instanceId }, n) => [`InstanceId.${n + 1}`, instanceId]));
      await ec2(endpoint, 'StopInstances', ids);
    },
    deregister: async (gone) => {
      await v2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: gone.map(({ privateIp }) => ({ Id: privateIp })) }));
    },
  };
}

/** Three instances, the last in the order of their ids first, whose order by address is another one, as a number and as a text. */
async function started(endpoint: string): Promise<readonly Host[]> {
  const answer = await ec2(endpoint, 'RunInstances', { ImageId: 'ami-12c6146b', MinCount: '3', MaxCount: '3' });
  const ids = fields('instanceId', answer).toSorted();
  const addresses = ['172.31.0.10', '172.31.0.9', '172.31.0.100'];
  return ids.map((instanceId, index) => ({ instanceId, privateIp: addresses[index] ?? '' })).reverse();
}

/** Asks EC2, for which no client is among what we build with; moto reads of a signature whom it asks, and where. */
async function ec2(endpoint: string, action: string, words: Record<string, string> = {}): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=test/20160101/${REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Action: action, Version: '2016-11-15', ...words }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`moto refuses ${action}: ${answer}`);
  return answer;
}

const fields = (name: string, xml: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value);
