import { EMPTY, map, of, type Observable } from 'rxjs';
import type { ContainerFact, Time } from '../facts/fact.ts';
import { isOurs, serviceKey } from '../labels/container.ts';
import { described, type Describing } from './described.ts';

/** The fact that an event tells; none for a container whose labels do not speak of jobs, for a step of a build, and for other events. */
export function containerFact({ Action, Actor, timeNano }: ContainerEvent, by: Describing): Observable<ContainerFact> {
  const labels = Actor?.Attributes;
  if (!labels || !isOurs(labels, by.defaults)) return EMPTY;
  const id = Actor.ID;
  const name = labels.name ?? id.slice(0, 12);
  const at = timeNano / NANOSECONDS;
  if (Action === 'start') {
    return described({ id, name, image: labels.image ?? '', labels }, by).pipe(
      map((container) => ({ type: 'container.started', at, service: container.service, container })),
    );
  }
  const fact = ending(Action, { at, service: serviceKey(id, labels, by.defaults), id }, name);
  return fact ? of(fact) : EMPTY;
}

function ending(action: string, told: { at: Time; service: string; id: string }, name: string): ContainerFact | undefined {
  switch (action) {
    case 'die':
    case 'died':
      return { type: 'container.died', ...told };
    case 'pause':
      return { type: 'container.paused', ...told };
    case 'unpause':
      return { type: 'container.unpaused', ...told };
    case 'rename':
      return { type: 'container.renamed', ...told, name };
    case 'destroy':
      return { type: 'container.removed', ...told };
    default:
      return undefined;
  }
}

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents: the attributes are the labels, and a few of the engine's own. */
export interface ContainerEvent {
  readonly Action: string;
  readonly Actor?: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> };
  readonly timeNano: number;
}

const NANOSECONDS = 1e6;

/** When it happened, by the engine's clock. */
export const timeOf = ({ timeNano }: ContainerEvent): Time => timeNano / NANOSECONDS;

/** What a line of the event stream tells. The words of a fault would quote the line, and with it the values of labels. */
export function eventOf(line: string): ContainerEvent {
  try {
    return JSON.parse(line) as ContainerEvent;
  } catch {
    throw new Error('an event is no JSON');
  }
}
