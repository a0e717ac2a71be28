import { connect, merge, type Observable } from 'rxjs';
import type { LeadershipFact, TargetsFact } from '../../facts/targets.ts';
import type { Random } from '../../streams/delay.ts';
import { leading } from '../../streams/leading.ts';
import { polled } from '../../streams/polled.ts';
import type { ClusterSettings } from '../cluster-settings.ts';
import { targets } from './targets.ts';

/** What the load balancer of a cluster answers, and after each answer whether this host leads, where that has changed. */
export const cluster = (
  { balancer, poll, hold, takeover }: ClusterSettings,
  random: Random,
  debug: (message: string) => void,
): Observable<TargetsFact | LeadershipFact> =>
  polled(targets(balancer, { timeout: TIMEOUT, retries: 1, region: undefined, endpoint: undefined, debug }), { every: poll, random }).pipe(
    connect((each$) => merge(each$, leading(each$, { hold, takeover }))),
  );

/** Milliseconds for one attempt of one call. */
const TIMEOUT = 2_000;
