import type { Time } from '../facts/fact.ts';
import type { Last } from '../facts/standing.ts';
import { unknown, type Engine } from '../state/engine.ts';
import type { Run } from '../state/run.ts';
import type { Known, Service } from '../state/service.ts';
import type { Entry } from './almanac.ts';
import type { Turn } from './slots.ts';

/** All that is known at a moment, as JSON can say it. */
export interface Snapshot {
  readonly type: 'snapshot';
  /** When a fact was heard last, by our own clock. */
  readonly at: Time;
  readonly poolSize: number;
  readonly engine: Engine;
  readonly services: readonly {
    readonly service: string;
    readonly containers: readonly Known[];
    readonly runs: readonly Run[];
    readonly last: readonly { readonly job: string; readonly last: Last }[];
  }[];
  /** The runs that lack nothing but a slot: in which order they get one does not follow from the services. */
  readonly queue: readonly Turn[];
  readonly counted: readonly Entry[];
}

interface State {
  readonly services: Map<string, Service>;
  readonly engine: Engine;
}

export const packed = ({ services, engine }: State): Pick<Snapshot, 'type' | 'engine' | 'services'> => ({
  type: 'snapshot',
  engine,
  services: [...services].map(([service, { containers, runs, last }]) => ({
    service,
    containers: [...containers.values()],
    runs: [...runs.values()],
    last: [...last].map(([job, how]) => ({ job, last: how })),
  })),
});

export const unpacked = (snapshot: Snapshot | undefined): State => ({
  engine: snapshot?.engine ?? unknown,
  services: new Map(
    snapshot?.services.map(({ service, containers, runs, last }) => [
      service,
      {
        containers: new Map(containers.map((known) => [known.container.id, known])),
        runs: new Map(runs.map((run) => [run.id, run])),
        last: new Map(last.map(({ job, last: how }) => [job, how])),
      },
    ]),
  ),
});
