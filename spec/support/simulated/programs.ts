import { words as split } from '../../../src/labels/words.ts';
import type { Container } from './containers.ts';
import type { ExecCreation } from './execs.ts';

/** A command that an exec runs, and where. */
export interface Call extends ExecCreation {
  readonly command: readonly string[];
  readonly container: Container;
}

/** How it goes: nothing written, exit code 0 and no time where it says nothing else; `takes` in milliseconds. */
export interface Outcome {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  readonly takes?: number;
}

export type Program = (call: Call) => Outcome;

/** The few programs that most specs need: true, false, date, echo with variables, sleep, and a shell that knows these, `;`, `exit` and `$(hostname)`. */
export function programs(call: Call): Outcome {
  const [name, ...words] = call.command;
  switch (name) {
    case 'true':
      return {};
    case 'false':
      return { exitCode: 1 };
    case 'echo':
      return { stdout: `${words.join(' ')}\n` };
    case 'date':
      return { stdout: `${new Date().toUTCString()}\n` };
    case 'sleep':
      return { takes: Number(words[0]) * 1000 };
    case 'exit':
      return { exitCode: Number(words[0]) };
    case 'sh':
      return shell(words[1] ?? '', call);
    default:
      return {
        stdout: `OCI runtime exec failed: exec failed: unable to start container process: exec: "${name ?? ''}": executable file not found in $PATH: unknown\r\n`,
        exitCode: 126,
      };
  }
}

function shell(script: string, call: Call): Outcome {
  let all: Required<Outcome> = { stdout: '', stderr: '', exitCode: 0, takes: 0 };
  for (const line of script.split(';').map((part) => part.trim())) {
    const aside = line.endsWith(' >&2');
    const command = split(
      line
        .replace(/ >&2$/, '')
        .replaceAll('$(hostname)', call.container.hostname)
        .replace(/\$(\w+)/g, (_, name: string) => variable(call, name)),
    );
    const { stdout = '', exitCode = 0, takes = 0 } = programs({ ...call, command });
    all = { stdout: all.stdout + (aside ? '' : stdout), stderr: all.stderr + (aside ? stdout : ''), exitCode, takes: all.takes + takes };
    if (command[0] === 'exit') break;
  }
  return all;
}

const variable = ({ Env = [] }: Call, name: string): string =>
  Env.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
