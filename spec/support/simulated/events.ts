import type { ServerResponse } from 'node:http';
import type { Time } from '../../../src/facts/fact.ts';
import type { faults } from './faults.ts';

/** What a listener asks for: values of a kind, any of which will do. */
export type Filters = ReadonlyMap<string, readonly string[]>;

export type Events = ReturnType<typeof events>;

interface Told {
  readonly nano: number;
  readonly id: string;
  readonly action: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: string;
}

/** The engine's event feed: what is told goes to all who listen, and the last 256 are kept for `since`. */
export function events(now: () => number, fault: ReturnType<typeof faults>) {
  const kept: Told[] = [];
  const listeners = new Map<ServerResponse, Filters>();
  let last = 0;

  const send = (listener: ServerResponse, text: string) => {
    if (fault.silent || listener.destroyed) return;
    const left = fault.cutAt === undefined ? Infinity : Math.max(fault.cutAt - fault.sent, 0);
    fault.sent += text.length;
    listener.write(text.slice(0, left));
    if (text.length < left) return;
    fault.cutAt = undefined;
    listener.socket?.destroySoon(); // what was written goes out, then it is cut
    listeners.delete(listener);
  };
  const told = (listener: ServerResponse, filters: Filters, event: Told) => {
    if (wanted(event, filters)) send(listener, event.line);
  };
  return {
    listeners: () => listeners.size,
    tell: (action: string, id: string, from: string, attributes: Readonly<Record<string, string>>): Time => {
      const nano = Math.max(now() * 1e6, last + 1024); // doubles are 256 ns apart here
      last = nano;
      const Attributes = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
      const event = {
        status: action,
        id,
        from,
        Type: 'container',
        Action: action,
        Actor: { ID: id, Attributes },
        scope: 'local',
        time: Math.floor(nano / 1e9),
        timeNano: nano,
      };
      const one = { nano, id, action, attributes, line: `${JSON.stringify(event)}\n` };
      kept.push(one);
      if (kept.length > KEPT) kept.shift();
      if (fault.drop > 0) fault.drop--;
      else listeners.forEach((filters, listener) => told(listener, filters, one));
      return nano / 1e6;
    },
    /** What everybody reads, whether they asked for it or not. */
    shout: (text: string): void => listeners.forEach((_, listener) => send(listener, text)),
    /** Answers with the events between two times (nanoseconds), and goes on with what comes where there is no end. */
    listen: (answer: ServerResponse, filters: Filters, since: number | undefined, until: number | undefined): void => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.flushHeaders();
      if (since !== undefined)
        for (const event of kept) if (event.nano >= since && event.nano <= (until ?? Infinity)) told(answer, filters, event);
      if (until !== undefined) answer.end();
      else {
        listeners.set(answer, filters);
        answer.on('close', () => listeners.delete(answer));
      }
    },
  };
}

/** As many as a real engine keeps. */
const KEPT = 256;

function wanted({ id, action, attributes }: Told, filters: Filters): boolean {
  const any = (kind: string, is: (value: string) => boolean) => filters.get(kind)?.some(is) ?? true;
  return (
    any('type', (type) => type === 'container') &&
    any('event', (event) => event === action || action.startsWith(`${event}:`)) &&
    any('container', (container) => container === id || container === attributes.name) &&
    any('label', (label) => has(attributes, label))
  );
}

/** Whether labels hold `key` or `key=value`. */
export function has(labels: Readonly<Record<string, string>>, label: string): boolean {
  const [key = '', ...value] = label.split('=');
  return value.length === 0 ? key in labels : labels[key] === value.join('=');
}
