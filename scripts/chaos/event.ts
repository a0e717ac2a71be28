/** What of the engine's events the judge is told. */
export interface Event {
  readonly kind: Kind;
  /** Milliseconds since the epoch, the engine's own. */
  readonly at: number;
  /** The container's id. */
  readonly container: string;
  readonly name: string;
  readonly service: string;
  /** Of a run. */
  readonly exec: string | undefined;
  /** Of a run that begins. */
  readonly command?: string | undefined;
}

type Kind = (typeof KINDS)[keyof typeof KINDS];

/** The engine's words for them. */
export const KINDS = { exec_start: 'run', exec_die: 'end', start: 'start', die: 'die', pause: 'pause', unpause: 'unpause' } as const;

/** The event that a line of the engine's event stream tells. */
export function eventOf(line: string): Event {
  const { Action, Actor, timeNano } = JSON.parse(line) as Told;
  const { name = '', 'com.docker.compose.service': service = '', execID: exec } = Actor.Attributes;
  const [action = '', command] = Action.split(':');
  return {
    kind: KINDS[action as keyof typeof KINDS],
    at: timeNano / 1e6,
    container: Actor.ID,
    name,
    service,
    exec,
    command: command?.trim(),
  };
}

interface Told {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly timeNano: number;
}
