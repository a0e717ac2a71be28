import { connect, filter, merge, type MonoTypeOperatorFunction } from 'rxjs';
import type { Fact } from '../../src/facts/fact.ts';
import type { TargetsFact } from '../../src/facts/targets.ts';
import { clustered } from '../../src/streams/clustered.ts';

/** Facts, with what those of them that AWS tells say about leadership: an answer holds for 60 s, and a host takes over within 75 s. */
export const inCluster: MonoTypeOperatorFunction<Fact> = (facts$) =>
  facts$.pipe(
    connect((each$) =>
      merge(
        each$.pipe(filter((fact) => !isTargets(fact))),
        clustered(each$.pipe(filter(isTargets)), { poll: 15_000, hold: 60_000, takeover: 75_000 }),
      ),
    ),
  );

const isTargets = (fact: Fact): fact is TargetsFact => fact.type === 'targets.reported' || fact.type === 'targets.unreachable';
