import { asyncScheduler, catchError, defer, finalize, from, map, of, throwError, timeout, type Observable } from 'rxjs';
import type { Time } from '../../facts/fact.ts';
import type { Duration } from '../../facts/job.ts';
import type { TargetsFact } from '../../facts/targets.ts';
import { asking } from './asking.ts';
import type { AwsSettings, Balancer } from './balancer.ts';
import { Unanswered } from './unanswered.ts';
import { isThrottled, why } from './why.ts';

/**
 * Asks who this host is and how the targets of the balancer are, once for each subscription. Never errors: without an answer it tells why there is none.
 * What it has found out about this host, and its client of AWS, are kept from one subscription to the next.
 */
export function targets(balancer: Balancer, settings: AwsSettings): Observable<TargetsFact> {
  const ask = asking(balancer, settings);
  return defer(() => {
    const at = asyncScheduler.now();
    const left = new AbortController();
    return from(ask(left.signal)).pipe(
      timeout({ first: patience(settings), with: () => throwError(() => new Unanswered(late(settings))) }),
      map((answer): TargetsFact => ({ type: 'targets.reported', at, ...answer })),
      catchError((cause: unknown) => of(unreachable(cause, balancer, at))),
      finalize(() => left.abort()),
    );
  });
}

const unreachable = (cause: unknown, balancer: Balancer, at: Time): TargetsFact => ({
  type: 'targets.unreachable',
  at,
  reason: why(cause, balancer),
  ...(isThrottled(cause) ? { throttled: true } : {}),
});

/** More calls than are ever made for one answer, so that one that comes byte by byte ends too. */
const CALLS = 10;

const patience = ({ timeout, retries }: AwsSettings): Duration => CALLS * timeout * (retries + 1);

const late = (settings: AwsSettings): string =>
  `after ${patience(settings) / 1_000} s in all something still has not answered: the metadata service, a credential_process or another source of credentials, or AWS`;
