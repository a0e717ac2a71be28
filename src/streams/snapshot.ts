import type { Time } from '../facts/fact.ts';
import type { Last } from '../facts/standing.ts';
import { unknown, type Engine } from '../state/engine.ts';
import { unled, type Lead } from '../state/lead.ts';
import type { Run } from '../state/run.ts';
import { led, type Known, type Service } from '../state/service.ts';
import type { Entry } from './almanac.ts';
import type { Turn } from './slots.ts';

/** All that is known at a moment, as JSON can say it. */
export interface Snapshot {
  readonly type: 'snapshot';
  /** When a fact was heard last, by our own clock. */
  readonly at: Time;
  readonly poolSize: number;
  readonly engine: Engine;
  /** None where no cluster was ever told of. */
  readonly lead?: Lead;
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
  readonly lead: Lead;
}

export const packed = ({ services, engine, lead }: State): Pick<Snapshot, 'type' | 'engine' | 'lead' | 'services'> => ({
  type: 'snapshot',
  engine,
  ...(lead === unled ? {} : { lead }),
  services: [...services].map(([service, { containers, runs, last }]) => ({
    service,
    containers: [...containers.values()],
    runs: [...runs.values()],
    last: [...last].map(([job, how]) => ({ job, last: how })),
  })),
});

export const unpacked = (snapshot: Snapshot | undefined): State => {
  const { engine = unknown, lead = unled, services = [] } = snapshot ?? {};
  return {
    engine,
    lead,
    services: new Map(
      services.map(({ service, containers, runs, last }) => [
        service,
        led(
          {
            containers: new Map(containers.map((known) => [known.container.id, known])),
            runs: new Map(runs.map((run) => [run.id, run])),
            last: new Map(last.map(({ job, last: how }) => [job, how])),
            leads: undefined,
          },
          lead.since,
        ),
      ]),
    ),
  };
};
