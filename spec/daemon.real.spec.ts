import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
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

withRealEngine('a job', ({ container, daemon, service }) => {
  it.each([
    ['a uid', '1000', '1000:1000'],
    ['a uid and a gid', '1000:0', '1000:0'],
    ['a name and the name of a group', 'app:nogroup', '1000:65534'],
  ])('is run as %s', async (_, user, expected) => {
    await container('app', { 'who.command': `sh -c 'echo "$(id -u):$(id -g)"'`, 'who.interval': '1s', 'who.user': user });
    await daemon().line(new RegExp(`^${expected}$`));
  });

  it('of which a run is frozen with its container counts it for max, over the hand-over, and the refusal says where it stands', async () => {
    const labels = { 'slow.command': 'sleep 2', 'slow.cron': '*', ...service('web') };
    const first = await container('web-1', labels);
    await container('web-2', labels);
    const bosun = daemon();
    await bosun.line(/web-1: Executing 'slow'/);
    await new Promise((resolve) => setTimeout(resolve, 700)); // so that it is really begun
    await first.pause();
    await bosun.line(/web-2: Reassigned 'slow' from .*web-1\./);
    await bosun.next(/web-2: Refused 'slow', due \S+Z: max is 1, and it still runs in .*web-1\./, 2);
    expect(bosun.lines(/web-2: Executing/)).toEqual([]);
    await first.unpause();
    await bosun.line(/web-2: Executing 'slow'/);
  });

  it('that leaves a child behind which holds its output open has ended, and what the child writes for two seconds is logged', async () => {
    await container('app', { 'fork.command': `sh -c '(sleep 1; echo late; sleep 1000000) & echo early'`, 'fork.interval': '1s' });
    const bosun = daemon();
    await bosun.line(/Command 'fork' finished with exit code 0\./);
    await bosun.line(/^== END/);
    expect(bosun.lines(/^(early|late)$/)).toEqual(['early', 'late']);
    await bosun.next(/Executing 'fork'/);
  });
});

withRealEngine('a container of an image with labels', ({ container, daemon, docker, namespace }) => {
  it('has its jobs, unless it takes the flag `image` away, and its own trigger takes the place of theirs', async () => {
    const base = await container('base');
    const labels = { 'theirs.command': 'true', 'theirs.interval': '1s', 'theirs.jitter': '1' };
    const changes = Object.entries(labels).map(([key, value]) => `LABEL ${namespace}.${key}="${value}"`);
    const { Id } = (await base.commit({ repo: namespace, changes: changes.join('\n') })) as { Id: string };
    onTestFinished(async () => {
      await docker().getImage(Id).remove({ force: true });
    });
    await container('plain', {}, undefined, Id);
    await container('alone', { 'own.command': 'true', 'own.interval': '1h', 'options.flags': 'noimage' }, undefined, Id);
    const bosun = daemon();
    await bosun.line(/plain: Executing 'theirs'/);
    await container('changed', { 'theirs.cron': '* * * * * * *' }, undefined, Id);
    await bosun.line(/changed: Executing 'theirs'/);
    expect(
      bosun
        .lines(/Added/)
        .map((line) => line.replace(/^.*-(\w+): Added '(\w+)'.*$/, '$1 $2'))
        .sort(),
    ).toEqual(['alone own', 'changed theirs', 'plain theirs']);
    expect(bosun.lines(/ERROR|more than one/)).toEqual([]);
  });
});

withRealEngine('a build by the classic builder', ({ container, daemon, docker, namespace }) => {
  it('whose image carries an every-second job has none run in its steps, heard of or found', async () => {
    const { Image } = await (await container('base')).inspect();
    const dockerfile = `FROM ${Image}
LABEL ${namespace}.tick.command="true" ${namespace}.tick.interval="1s"
RUN touch /begun && sleep 3
`;
    const listening = daemon();
    await listening.line(/Listening to events/);
    const context = await contextOf(dockerfile);
    const built = await docker().buildImage(Readable.from([context]), { t: namespace, networkmode: 'none', nocache: true, version: '1' });
    const done = new Promise((resolve, reject) =>
      docker().modem.followProgress(built, (fault) => (fault ? reject(fault) : resolve(undefined))),
    );
    onTestFinished(() =>
      docker()
        .getImage(namespace)
        .remove({ force: true })
        .then(() => undefined),
    );
    const steps = () => docker().listContainers({ filters: { label: [`${namespace}.tick.command`] } });
    while ((await steps()).length === 0) await Promise.race([done.then(() => Promise.reject(new Error('no step was seen'))), next()]);
    const finding = daemon({}, ['unshare', '--net', process.execPath, 'dist/bosun.js']); // so that it finds no other bosun
    await finding.line(/Listening to events/);
    await done;
    await container('made', {}, undefined, namespace);
    for (const bosun of [listening, finding]) {
      await bosun.line(/Executing 'tick'/);
      expect(bosun.lines(/Added|Executing/).map((line) => line.split(':')[0])).toEqual([`${namespace}-made`, `${namespace}-made`]);
    }
  });
});

/** The tar of a folder that holds nothing but a Dockerfile. */
async function contextOf(dockerfile: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-build-'));
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  const tar = execFileSync('tar', ['-C', folder, '-cf', '-', 'Dockerfile']);
  await rm(folder, { recursive: true });
  return tar;
}

const next = () => new Promise((resolve) => setImmediate(resolve));
