import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { api } from './api.ts';
import { containers as containersOf } from './containers.ts';
import { events as eventsOf } from './events.ts';
import { execs as execsOf } from './execs.ts';
import { faults } from './faults.ts';
import { programs, type Program } from './programs.ts';
import { perform } from './script.ts';

/** A Docker Engine that only looks like one: its HTTP API on a unix socket, and whatever can go wrong with it. */
export interface SimulatedEngine {
  readonly socket: string;
  readonly host: string;
  /** The one image it has. */
  readonly image: string;
  /** Carries out a script, see `perform`. */
  readonly script: (script: string) => Promise<void>;
  /** How many calls have reached it. */
  readonly calls: () => number;
  /** How many listen to its events. */
  readonly listeners: () => number;
  readonly close: () => Promise<void>;
}

export interface Options {
  /** What the commands of execs do. */
  readonly program?: Program;
  /** Of the labels that scripts give. */
  readonly namespace?: string;
}

export async function simulatedEngine({ program = programs, namespace = 'deck-chores' }: Options = {}): Promise<SimulatedEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-simulated-'));
  const socket = join(folder, 'docker.sock');
  const image = 'bosun-busybox:latest';
  const fault = faults();
  const now = () => Date.now() + fault.skew;
  const events = eventsOf(now, fault);
  const containers = containersOf(events, now, (container) => execs.endIn(container));
  const execs = execsOf(containers, program);
  const parts = { containers, execs, events, image, id: randomUUID(), now };

  const answered = async (request: IncomingMessage, answer: ServerResponse) => {
    if (fault.slow > 0) await pass(fault.slow);
    if (fault.silent) return;
    if (fault.failing) answer.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"the engine is ill"}\n');
    else await api(parts, request, answer);
  };
  let calls = 0;
  const server = createServer((request, answer) => {
    calls++;
    answered(request, answer).catch((cause: unknown) => {
      console.error('simulated engine:', cause); // a bug of its own, not a fault that was asked for
      answer.destroy();
    });
  });
  const accept = () => new Promise<void>((resolve) => server.listen(socket, resolve));
  const refuse = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await accept();
  const stage = {
    containers,
    fault,
    namespace,
    garbage: () => events.shout('{"status":"sta\u0000\n'),
    refuse,
    accept,
    forget: execs.forget,
  };
  return {
    socket,
    host: `unix://${socket}`,
    image,
    script: (script) => perform(script, stage),
    calls: () => calls,
    listeners: events.listeners,
    close: async () => {
      if (server.listening) await refuse();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
