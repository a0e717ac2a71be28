import { element, text } from './element.ts';

/** What is registered with the load balancers of an account: by their names, and in the states that AWS gives. */
export interface Pool {
  readonly classic?: Readonly<Record<string, readonly Target[]>>;
  readonly groups?: Readonly<Record<string, Group>>;
  /** How many answers it takes to list target groups: all but the last are empty. */
  readonly pages?: number;
}

export interface Group {
  readonly type: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly addresses?: 'ipv4' | 'ipv6';
  readonly targets: readonly Target[];
}

export interface Target {
  readonly id: string;
  readonly port?: number;
  readonly state: string;
}

/** An InstanceState: https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html */
export function instanceState({ id, state }: Target): string {
  const [reason, description] = state === 'OutOfService' ? ['Instance', FAILED] : ['N/A', 'N/A'];
  return element('member', text('Description', description), text('InstanceId', id), text('State', state), text('ReasonCode', reason));
}

const FAILED = 'Instance has failed at least the UnhealthyThreshold number of health checks consecutively.';

/** A TargetHealthDescription: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealthDescription.html */
export function targetHealth({ id, port, state }: Target): string {
  const [reason, description] = REASONS[state] ?? [];
  return element(
    'member',
    ...(port === undefined ? [] : [text('HealthCheckPort', port)]),
    element(
      'TargetHealth',
      text('State', state),
      ...(reason === undefined ? [] : [text('Reason', reason)]),
      ...(description === undefined ? [] : [text('Description', description)]),
    ),
    element('Target', ...(port === undefined ? [] : [text('Port', port)]), text('Id', id)),
  );
}

/** A reason that AWS gives for each state but healthy: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
const REASONS: Readonly<Record<string, readonly [reason: string, description: string]>> = {
  initial: ['Elb.RegistrationInProgress', 'Target registration is in progress'],
  unhealthy: ['Target.Timeout', 'Request timed out'],
  unused: ['Target.NotInUse', 'Target group is not configured to receive traffic from the load balancer'],
  draining: ['Target.DeregistrationInProgress', 'Target deregistration is in progress'],
  unavailable: ['Target.HealthCheckDisabled', 'Health checks are not enabled for this target'],
};

/** A TargetGroup: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html */
export function group(arn: string, name: string, type: Group['type'], addresses: Group['addresses'] = 'ipv4'): string {
  const protocol = type === 'alb' ? 'TCP' : 'HTTP';
  const network = [text('Protocol', protocol), text('Port', 80), text('VpcId', 'vpc-3ac0fb5f'), text('IpAddressType', addresses)];
  return element(
    'member',
    text('TargetGroupArn', arn),
    text('HealthCheckTimeoutSeconds', 5),
    text('HealthCheckPort', 'traffic-port'),
    element('Matcher', text('HttpCode', 200)),
    text('TargetGroupName', name),
    text('HealthCheckProtocol', 'HTTP'),
    text('HealthCheckPath', '/'),
    ...(type === 'lambda' ? [] : network), // a function has no address
    text('TargetType', type),
    element('LoadBalancerArns', text('member', arn.replace(/targetgroup.*/, 'loadbalancer/app/my-load-balancer/50dc6c495c0c9188'))),
    text('HealthCheckEnabled', String(type !== 'lambda')),
    text('HealthyThresholdCount', 5),
    text('HealthCheckIntervalSeconds', 30),
    text('UnhealthyThresholdCount', 2),
  );
}

export const groupArn = (region: string, name: string): string =>
  `arn:aws:elasticloadbalancing:${region}:123456789012:targetgroup/${name}/73e2d6bc24d8a067`;
