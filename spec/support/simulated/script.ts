import type { Containers } from './containers.ts';
import type { Faults } from './faults.ts';

/** What a script can do to a simulated engine beside its containers. */
export interface Stage {
  readonly containers: Containers;
  readonly fault: Faults;
  readonly namespace: string;
  readonly garbage: () => void;
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
  readonly forget: () => void;
}

/**
 * Carries out a script, one sentence a line or between semicolons:
 *
 * `start web-1 [with JOB every INTERVAL: COMMAND, …]`, `die web-1`, `pause`, `unpause`, `remove`, `recreate web-1 [with …]`,
 * `scale web to 3 [with …]`; `slow 200` (ms), `cut at 812` (bytes of events), `garbage`, `drop 3 events`, `half-open`, `fail` (500s),
 * `heal` (ends all of these), `refuse`, `accept`, `restart` (forgets execs), `skew 5000` (ms).
 *
 * `web-1` is of the compose service `web`.
 */
export async function perform(script: string, stage: Stage): Promise<void> {
  for (const sentence of script.split(/[\n;]/).map((line) => line.trim())) {
    if (sentence === '') continue;
    const [verb = '', ...words] = sentence.split(/\s+/);
    const act = VERBS[verb];
    if (!act) throw new Error(`a script does not know "${sentence}": its verbs are ${Object.keys(VERBS).join(', ')}`);
    await act(stage, words);
  }
}

type Act = (stage: Stage, words: readonly string[]) => Promise<void> | void;

const VERBS: Readonly<Record<string, Act>> = {
  start: (stage, [name = '', ...rest]) => start(stage, name, rest),
  die: ({ containers }, [name = '']) => containers.kill(name),
  pause: ({ containers }, [name = '']) => containers.pause(name),
  unpause: ({ containers }, [name = '']) => containers.unpause(name),
  remove: ({ containers }, [name = '']) => containers.remove(name, true),
  recreate: (stage, [name = '', ...rest]) => {
    stage.containers.remove(name, true);
    start(stage, name, rest);
  },
  scale: (stage, [service = '', , count = '', ...rest]) => {
    const names = new Set([...stage.containers.all()].map(({ name }) => name).filter((name) => name.replace(/-\d+$/, '') === service));
    for (let n = 1; n <= Number(count); n++) if (!names.delete(`${service}-${n}`)) start(stage, `${service}-${n}`, rest);
    for (const name of names) stage.containers.remove(name, true);
  },
  slow: ({ fault }, [milliseconds]) => void (fault.slow = Number(milliseconds)),
  cut: ({ fault }, [, bytes]) => void Object.assign(fault, { cutAt: Number(bytes), sent: 0 }),
  garbage: ({ garbage }) => garbage(),
  drop: ({ fault }, [count]) => void (fault.drop = Number(count)),
  'half-open': ({ fault }) => void (fault.silent = true),
  fail: ({ fault }) => void (fault.failing = true),
  heal: ({ fault }) => void Object.assign(fault, { slow: 0, cutAt: undefined, drop: 0, silent: false, failing: false }),
  refuse: ({ refuse }) => refuse(),
  accept: ({ accept }) => accept(),
  restart: async ({ refuse, accept, forget }) => {
    await refuse();
    forget();
    await accept();
  },
  skew: ({ fault }, [milliseconds]) => void (fault.skew = Number(milliseconds)),
};

/** Starts a container that is known; else, or where it is said what with, a new one. */
function start({ containers, namespace }: Stage, name: string, words: readonly string[]): void {
  const known = [...containers.all()].some((container) => container.name === name);
  if (!known) containers.create(name, { Labels: { ...identity(name), ...jobs(words.join(' '), namespace) } });
  containers.start(name);
}

const identity = (name: string) => ({ 'com.docker.compose.project': 'sim', 'com.docker.compose.service': name.replace(/-\d+$/, '') });

function jobs(words: string, namespace: string): Record<string, string> {
  const said = words.replace(/^with /, '');
  return Object.fromEntries(
    (said === '' ? [] : said.split(', ')).flatMap((job) => {
      const [, name, interval, command] = /^(\S+) every ([^:]+): (.+)$/.exec(job) ?? [];
      if (!name || !interval || !command) throw new Error(`a job is "NAME every INTERVAL: COMMAND", not "${job}"`);
      return [
        [`${namespace}.${name}.command`, command],
        [`${namespace}.${name}.interval`, interval],
      ];
    }),
  );
}
