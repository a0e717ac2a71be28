import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Container, Containers } from './containers.ts';
import type { Program } from './programs.ts';
import { template } from './recorded.ts';
import { Refusal } from './refusal.ts';

/** The body of a call that creates an exec. */
export interface ExecCreation {
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly AttachStdout?: boolean;
  readonly AttachStderr?: boolean;
}

export interface Exec {
  readonly id: string;
  readonly container: Container;
  readonly what: ExecCreation;
  state: 'created' | 'running' | 'ended';
  exitCode: number | null;
}

/** The execs of a simulated engine: what a command writes, how long it takes and how it ends is what the program says. */
export function execs(containers: Containers, program: Program) {
  const byId = new Map<string, Exec>();
  const running = new Map<Exec, () => void>();

  const find = (id: string): Exec => {
    const found = byId.get(id);
    if (!found) throw new Refusal(404, `No such exec instance: ${id}`);
    return found;
  };
  const words = ({ what: { Cmd: [program = '', ...rest] = [] } }: Exec) => `${program} ${rest.join(' ')}`; // so a space ends one without arguments

  return {
    find,
    create: (key: string, what: ExecCreation): string => {
      const container = containers.find(key);
      if (!what.Cmd?.length) throw new Refusal(400, 'No exec command specified');
      if (container.state === 'paused') throw new Refusal(409, `Container ${container.id} is paused, unpause the container before exec`);
      if (container.state !== 'running') throw new Refusal(409, `Container ${container.id} is not running`);
      const exec: Exec = { id: randomBytes(32).toString('hex'), container, what, state: 'created', exitCode: null };
      byId.set(exec.id, exec);
      containers.tell(`exec_create: ${words(exec)}`, container, { execID: exec.id });
      return exec.id;
    },
    start: (id: string, answer: ServerResponse, detach: boolean): void => {
      const exec = find(id);
      if (exec.container.state === 'paused')
        throw new Refusal(409, `Container ${exec.container.id} is paused, unpause the container before exec`);
      if (exec.container.state !== 'running') throw new Refusal(409, `Container ${exec.container.id} is not running`);
      const again = exec.state !== 'created';
      if (!detach) {
        answer.useChunkedEncodingByDefault = false; // a raw stream lasts as long as its connection
        answer.shouldKeepAlive = false;
      }
      answer.writeHead(200, detach ? {} : { 'content-type': 'application/vnd.docker.raw-stream' });
      if (again) return void answer.end(frame('stdout', `Error: Exec command ${id} has already run\r\n`));
      answer.flushHeaders();
      containers.tell(`exec_start: ${words(exec)}`, exec.container, { execID: id });
      exec.state = 'running';
      const { exitCode = 0, takes = 0, ...written } = program({ ...exec.what, command: exec.what.Cmd ?? [], container: exec.container });
      const end = (code: number) => {
        clearTimeout(timer);
        running.delete(exec);
        exec.state = 'ended';
        exec.exitCode = code;
        containers.tell('exec_die', exec.container, { execID: id, exitCode: `${code}` });
        if (!answer.writableEnded) answer.end();
      };
      const timer = setTimeout(() => end(exitCode), takes);
      running.set(exec, () => end(137));
      if (detach) answer.end();
      else for (const stream of ['stdout', 'stderr'] as const) if (written[stream]) answer.write(frame(stream, written[stream]));
    },
    /** Ends what runs in a container that has died. */
    endIn: (container: Container): void => [...running].forEach(([exec, end]) => exec.container === container && end()),
    /** As after a crash of the engine: nothing is known of any exec. */
    forget: (): void => {
      running.clear();
      byId.clear();
    },
  };
}

/** As an inspect shows it. */
export function inspectedExec({ id, container, what, state, exitCode }: Exec): object {
  const [entrypoint = '', ...rest] = what.Cmd ?? [];
  const ProcessConfig = { tty: false, entrypoint, arguments: rest, privileged: false, ...(what.User ? { user: what.User } : {}) };
  const streams = { OpenStderr: what.AttachStderr ?? false, OpenStdout: what.AttachStdout ?? false };
  return {
    ...template('exec inspect ended'),
    ...streams,
    ID: id,
    Running: state === 'running',
    ExitCode: exitCode,
    ProcessConfig,
    ContainerID: container.id,
    Pid: state === 'created' ? 0 : 4343,
  };
}

/** One frame of a multiplexed stream. */
function frame(stream: 'stdout' | 'stderr', text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream === 'stdout' ? 1 : 2;
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}
