import { connect, merge, type Observable } from 'rxjs';
import type { LeadershipFact, TargetsFact } from '../facts/targets.ts';
import type { Limits } from '../state/cluster.ts';
import { leading } from './leading.ts';

/** What a load balancer answers, and after each answer whether this host leads, where that has changed: what `watch` is to be told of a cluster. */
export const clustered = (targets$: Observable<TargetsFact>, limits: Limits): Observable<TargetsFact | LeadershipFact> =>
  targets$.pipe(connect((each$) => merge(each$, leading(each$, limits))));
