import type { ServerResponse } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import type { Call } from './answers.ts';
import type { Refusal } from './refusal.ts';

/** What goes wrong with one answer. */
export type Fault =
  | Refusal
  /** Another answer, as it stands; `type` is its content type. */
  | { readonly body: string; readonly status?: number; readonly type?: string }
  /** No answer, and the connection stays open. */
  | { readonly silent: true }
  /** Announces the whole answer, sends so many bytes of it and breaks the connection. */
  | { readonly cut: number }
  /** Sends the answer byte by byte, with so many milliseconds between two. */
  | { readonly drip: number };

/** Which calls a fault befalls: the next `times` (all, if it is not said) of an action (any) with an access key (any). */
export interface Befalls {
  readonly times?: number;
  readonly action?: string;
  readonly key?: string;
}

export interface Faults {
  readonly add: (fault: Fault, befalls?: Befalls) => void;
  /** The fault that befalls a call now: of those that can, the one that was told first. */
  readonly take: (call: Pick<Call, 'action' | 'key'>) => Fault | undefined;
  readonly clear: () => void;
}

export function faults(): Faults {
  const queue: { fault: Fault; action: string | undefined; key: string | undefined; left: number }[] = [];
  return {
    add: (fault, { times = Infinity, action, key } = {}) => void queue.push({ fault, action, key, left: times }),
    take: (call) => {
      const taken = queue.find(({ action = call.action, key = call.key, left }) => left > 0 && action === call.action && key === call.key);
      if (taken) taken.left--;
      return taken?.fault;
    },
    clear: () => void queue.splice(0),
  };
}

/** An answer before it is written. */
export interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes an answer, as a fault has it. */
export async function write(answer: ServerResponse, { status, headers, body }: Written, fault?: Fault): Promise<void> {
  if (fault && 'silent' in fault) return;
  const bytes = Buffer.from(body);
  answer.writeHead(status, { ...headers, 'content-length': bytes.length }).flushHeaders();
  if (fault && 'cut' in fault) answer.write(bytes.subarray(0, fault.cut), () => answer.destroy());
  else if (fault && 'drip' in fault) await drip(answer, bytes, fault.drip);
  else answer.end(bytes);
}

async function drip(answer: ServerResponse, bytes: Buffer, pause: number): Promise<void> {
  for (const byte of bytes) {
    if (answer.destroyed) return;
    answer.write(Buffer.of(byte));
    await pass(pause, undefined, { ref: false });
  }
  answer.end();
}
