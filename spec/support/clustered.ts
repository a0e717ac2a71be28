import { connect, filter, merge, type MonoTypeOperatorFunction } from 'rxjs';
import type { Fact } from '../../src/facts/fact.ts';
import type { TargetsFact } from '../../src/facts/targets.ts';
import { leading } from '../../src/streams/leading.ts';

/** Facts, with what those of them that AWS tells say about leadership: an answer holds for 60 s, and a host takes over within 75 s. */
export const clustered: MonoTypeOperatorFunction<Fact> = (facts$) =>
  facts$.pipe(connect((each$) => merge(each$, leading(each$.pipe(filter(isTargets)), { hold: 60_000, takeover: 75_000 }))));

const isTargets = (fact: Fact): fact is TargetsFact => fact.type === 'targets.reported' || fact.type === 'targets.unreachable';
