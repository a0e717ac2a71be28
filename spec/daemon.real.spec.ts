import { expect, it } from 'vitest';
import { daemonBehaviours } from './support/daemon-behaviours.ts';
import { withRealEngine } from './support/world.ts';

daemonBehaviours(withRealEngine);

withRealEngine('a process', ({ container, daemon }) => {
  it('is run with its words, user, working directory and variables, and what it prints on both streams is logged', async () => {
    await container('app', {
      'show.command': `sh -c 'echo "out  $0 $A"; sleep 0.1; pwd; id -u; sleep 0.2; echo err >&2' "two  words"`,
      'show.interval': '1s',
      'show.user': 'app',
      'show.workdir': '/tmp',
      'show.env.A': 'a b',
    });
    const bosun = daemon();
    await bosun.line(/^== END of captured/);
    const log = bosun.lines(/./);
    const begin = log.findIndex((line) => line.endsWith("Command 'show' finished with exit code 0."));
    expect(log.slice(begin + 1, begin + 7)).toEqual([
      '== BEGIN of captured stdout & stderr ==',
      'out  two  words a b',
      '/tmp',
      '1000',
      'err',
      '== END of captured stdout & stderr ==',
    ]);
  });
});
