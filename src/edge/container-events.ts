import { EMPTY, map, of, type Observable } from 'rxjs';
import type { ContainerFact, Time } from '../facts/fact.ts';
import { isOurs, serviceKey, type Defaults } from '../labels/container.ts';
import { described } from './described.ts';
import type { ImageLabels } from './image-labels.ts';

/**
 * The fact that a line of the engine's event stream tells; none for a container whose labels do not speak of jobs, and for other events.
 * The image is asked for only where it makes a difference.
 */
export function containerFact(line: string, defaults: Defaults, image: ImageLabels): Observable<ContainerFact> {
  const { Action, Actor, timeNano } = parsed(line);
  const labels = Actor?.Attributes;
  if (!labels || !isOurs(labels, defaults)) return EMPTY;
  const id = Actor.ID;
  const name = labels.name ?? id.slice(0, 12);
  const at = timeNano / NANOSECONDS;
  if (Action === 'start') {
    return described(id, name, labels, defaults, image).pipe(
      map((container) => ({ type: 'container.started', at, service: container.service, container })),
    );
  }
  const fact = ending(Action, { at, service: serviceKey(id, labels, defaults), id }, name);
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
interface ContainerEvent {
  readonly Action: string;
  readonly Actor?: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> };
  readonly timeNano: number;
}

const NANOSECONDS = 1e6;

/** The words of a fault would quote the line, and with it the values of labels. */
function parsed(line: string): ContainerEvent {
  try {
    return JSON.parse(line) as ContainerEvent;
  } catch {
    throw new Error('an event is no JSON');
  }
}
