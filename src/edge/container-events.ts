import type { ContainerFact } from '../facts/fact.ts';
import { isOurs, readContainer, serviceKey, type Defaults } from '../labels/container.ts';

/** The fact that a line of the engine's event stream tells; undefined for a container whose labels do not speak of jobs, and for other events. */
export function containerFact(line: string, defaults: Defaults): ContainerFact | undefined {
  const { Action, Actor, timeNano } = JSON.parse(line) as ContainerEvent;
  const labels = Actor?.Attributes;
  if (!labels || !isOurs(labels, defaults)) return undefined;
  const id = Actor.ID;
  const name = labels.name ?? id.slice(0, 12);
  const at = timeNano / NANOSECONDS;
  if (Action === 'start') {
    const container = readContainer(id, name, labels, defaults);
    return { type: 'container.started', at, service: container.service, container };
  }
  const told = { at, service: serviceKey(id, labels, defaults), id };
  switch (Action) {
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
