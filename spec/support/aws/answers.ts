import { element, text } from './element.ts';
import { group, groupArn, instanceState, targetHealth, type Pool } from './pool.ts';
import type { Refusal } from './refusal.ts';

/** One question of the AWS Query protocol, and whose it is: from the credential scope of its signature. */
export interface Call {
  readonly action: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly region: string;
  /** The access key's id; empty if nobody signed. */
  readonly key: string;
}

/** The XML of a result, or what a call is refused with. */
export function outcome(pool: Pool, call: Call): string | Refusal {
  const describe = ACTIONS[`${call.version} ${call.action}`];
  if (!describe) return refused('InvalidAction', `Could not find operation ${call.action} for version ${call.version}`);
  const surplus = Object.keys(call.parameters).find((name) => !describe.takes.test(name));
  return surplus === undefined ? describe.result(pool, call) : refused('ValidationError', `this AWS is not told of ${surplus}`);
}

/** The whole answer around a result: https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeInstanceHealth.html#API_DescribeInstanceHealth_Examples */
export const response = ({ action, version }: Call, result: string, id: string): string =>
  `${element(`${action}Response ${namespace(version)}`, result, element('ResponseMetadata', text('RequestId', id)))}\n`;

/** The whole answer around an error. */
export function errorResponse({ version }: Call, { status, code, message }: Refusal, id: string): string {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = element('Error', text('Type', type), text('Code', code), text('Message', message));
  return `${element(`ErrorResponse ${namespace(version)}`, error, text('RequestId', id))}\n`;
}

interface Action {
  /** The names of the parameters that it takes. */
  readonly takes: RegExp;
  readonly result: (pool: Pool, call: Call) => string | Refusal;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  '2012-06-01 DescribeInstanceHealth': {
    takes: /^LoadBalancerName$/,
    result: ({ classic = {} }, { parameters: { LoadBalancerName: name = '' } }) => {
      const instances = classic[name];
      if (!instances) return refused('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${name}'`);
      return element('DescribeInstanceHealthResult', element('InstanceStates', ...instances.map(instanceState)));
    },
  },
  '2015-12-01 DescribeTargetGroups': {
    takes: /^(Names\.member\.\d+|Marker|PageSize)$/,
    result: ({ groups = {}, pages = 1 }, { parameters, region }) => {
      const names = Object.entries(parameters).flatMap(([name, value]) => (name.startsWith('Names.') ? [value] : []));
      if (names.some((name) => !groups[name])) return refused('TargetGroupNotFound', 'One or more target groups not found');
      const page = parameters.Marker === undefined ? 1 : pageOf(parameters.Marker);
      if (page < pages) return element('DescribeTargetGroupsResult', element('TargetGroups'), text('NextMarker', marker(page + 1)));
      const asked = Object.entries(groups).filter(([name]) => names.length === 0 || names.includes(name));
      const members = asked.map(([name, { type, addresses }]) => group(groupArn(region, name), name, type, addresses));
      return element('DescribeTargetGroupsResult', element('TargetGroups', ...members));
    },
  },
  '2015-12-01 DescribeTargetHealth': {
    takes: /^TargetGroupArn$/,
    result: ({ groups = {} }, { parameters: { TargetGroupArn: arn = '' }, region }) => {
      const found = Object.entries(groups).find(([name]) => groupArn(region, name) === arn);
      if (!arn.startsWith('arn:')) return refused('ValidationError', `'${arn}' is not a valid target group ARN`);
      if (!found) return refused('TargetGroupNotFound', 'One or more target groups not found');
      return element('DescribeTargetHealthResult', element('TargetHealthDescriptions', ...found[1].targets.map(targetHealth)));
    },
  },
};

const refused = (code: string, message: string): Refusal => ({ status: 400, code, message });

const namespace = (version: string): string => `xmlns="http://elasticloadbalancing.amazonaws.com/doc/${version}/"`;

const marker = (page: number): string => Buffer.from(`page ${page}`).toString('base64');

const pageOf = (marker: string): number => Number(Buffer.from(marker, 'base64').toString().replace('page ', ''));
