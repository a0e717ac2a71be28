import { reasonOf } from '../../streams/reason.ts';
import type { Balancer } from './balancer.ts';
import { Unanswered } from './unanswered.ts';

/** Why AWS did not answer, and what to look at. Codes: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html */
export function why(cause: unknown, { kind, name }: Balancer): string {
  if (cause instanceof Unanswered) return cause.message;
  if (isMissing(cause)) return `a package of AWS's SDK is not installed: ${reasonOf(cause).split(' imported from')[0] ?? ''}`;
  const code = cause instanceof Error ? cause.name : '';
  const reason = worded(cause);
  if (DENIED.test(code)) {
    const action = /not authorized to perform:? ([\w:]+)/.exec(reason)?.[1] ?? `elasticloadbalancing:${ACTIONS[kind]}`;
    return `AWS refuses it: the permission ${action} is missing (${reason})`;
  }
  if (UNKNOWN.test(code)) return `AWS knows no ${KINDS[kind]} '${name}' there: check the name, the region and the account (${reason})`;
  if (isThrottled(cause)) return `AWS throttles: ask less often, by a longer CLUSTER_POLL or clustercron's --cache (${reason})`;
  if (NOBODY.test(code)) return `there are no credentials: give the instance a role, or configure the credentials of AWS (${reason})`;
  if (REJECTED.test(code)) return `AWS rejects the credentials: check that they are valid, and the clock of this host (${code}: ${reason})`;
  if (isNetwork(cause)) return `AWS cannot be reached: check the network, DNS, the region and the endpoint (${reason})`;
  return `AWS gives no usable answer (${reason})`;
}

/** Whether AWS is asked more often than it wants to be. */
export const isThrottled = (cause: unknown): boolean => (cause instanceof Error && THROTTLED.test(cause.name)) || statusOf(cause) === 429;

/** Whether AWS has looked at the credentials, and they are not such as it wants. */
export const isRefused = (cause: unknown): boolean => cause instanceof Error && (DENIED.test(cause.name) || REJECTED.test(cause.name));

/** The SDK's words, without what they say to its programmers. */
function worded(cause: unknown): string {
  const [words = ''] = reasonOf(cause).split('\n');
  if (words.includes('requestTimeout') || (cause instanceof Error && /^(Abort|Timeout)Error$/.test(cause.name))) return 'no answer in time';
  const status = statusOf(cause);
  return status !== undefined && (words === 'Unknown' || (status >= 400 && words.startsWith('@aws-sdk'))) ? `HTTP status ${status}` : words; // whose body was no XML
}

function statusOf(cause: unknown): number | undefined {
  if (!(cause instanceof Error && '$metadata' in cause)) return undefined;
  return (cause.$metadata as { readonly httpStatusCode?: number }).httpStatusCode;
}

const KINDS = { elb: 'classic load balancer', alb: 'target group' };
const ACTIONS = { elb: 'DescribeInstanceHealth', alb: 'DescribeTargetGroups and DescribeTargetHealth' };

const DENIED = /^(AccessDenied|UnauthorizedOperation|NotAuthorized)/;
const UNKNOWN = /^(LoadBalancerNotFound|AccessPointNotFound|TargetGroupNotFound)/;
const THROTTLED = /^(Throttl|RequestLimitExceeded|RequestThrottled|TooManyRequests|SlowDown)/;
const NOBODY = /^(CredentialsProviderError|ProviderError|TokenProviderError)/;
const REJECTED =
  /^(ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|AuthFailure|MissingAuthenticationToken|InvalidSignature|RequestExpired|RequestTimeTooSkewed|OptInRequired)/;

const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';

const isNetwork = (cause: unknown): boolean =>
  cause instanceof Error && (/^(Abort|Timeout)Error$/.test(cause.name) || ('code' in cause && typeof cause.code === 'string'));
