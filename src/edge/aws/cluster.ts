import type { Observable } from 'rxjs';
import type { LeadershipFact, TargetsFact } from '../../facts/targets.ts';
import { clustered } from '../../streams/clustered.ts';
import type { Random } from '../../streams/delay.ts';
import { polled } from '../../streams/polled.ts';
import type { ClusterSettings } from '../cluster-settings.ts';
import { targets } from './targets.ts';

/** What the load balancer of a cluster answers, asked again and again, and whether this host leads. */
export const cluster = (
  { balancer, poll, hold, takeover }: ClusterSettings,
  random: Random,
  debug: (message: string) => void,
): Observable<TargetsFact | LeadershipFact> =>
  clustered(
    polled(targets(balancer, { timeout: TIMEOUT, retries: 1, region: undefined, endpoint: undefined, debug }), { every: poll, random }),
    { poll, hold, takeover },
  );

/** Milliseconds for one attempt of one call. */
const TIMEOUT = 2_000;
