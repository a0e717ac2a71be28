import { asyncScheduler, defer, distinctUntilChanged, EMPTY, of, repeat, scan, switchMap, timer, type Observable } from 'rxjs';
import { changesAt, standing } from '../derive/leadership.ts';
import type { LeadershipFact, TargetsFact } from '../facts/targets.ts';
import { hearOfTargets, unasked, type Cluster, type Limits } from '../state/cluster.ts';

/**
 * Whether this host leads, by what its load balancer answers it: told with the first answer, or that there is none, and whenever something
 * of it changes. It leads with an answer, once its answers have said so for `takeover`, and not with a newest answer older than `hold`.
 */
export const leading = (targets$: Observable<TargetsFact>, limits: Limits): Observable<LeadershipFact> =>
  targets$.pipe(
    scan((cluster: Cluster, fact) => hearOfTargets(cluster, fact, limits), unasked),
    switchMap((cluster) => standings(cluster, limits)),
    distinctUntilChanged(saysSame),
  );

/** How it stands now, and whenever that changes by itself. */
const standings = (cluster: Cluster, limits: Limits): Observable<LeadershipFact> =>
  defer(() => of(standing(cluster, asyncScheduler.now(), limits))).pipe(
    repeat({
      delay: () => {
        const now = asyncScheduler.now();
        const at = changesAt(cluster, now, limits);
        return at === undefined ? EMPTY : timer(Math.min(at - now, LONGEST_WAIT));
      },
    }),
  );

/** Times and ids in a reason are others with every answer, which is no news. */
const saysSame = (one: LeadershipFact, other: LeadershipFact): boolean => JSON.stringify(gist(one)) === JSON.stringify(gist(other));

const gist = ({ to, answer, from, reason }: LeadershipFact) => [
  to,
  answer?.self,
  answer?.isTarget,
  answer?.first,
  from,
  reason?.replace(/[\da-f]*\d[\da-f]*/gi, ''),
];

/** Milliseconds: clocks jump while hosts sleep. */
const LONGEST_WAIT = 30_000;
