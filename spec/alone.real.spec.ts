import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { inject } from 'vitest';
import { beforeAll, expect, it } from 'vitest';
import { withRealEngine } from './support/world.ts';

/** The forty, two processes and two containers at a time; BOSUN_ALONE_ROUNDS for more. */
const ROUNDS = Number(process.env.BOSUN_ALONE_ROUNDS ?? 10);

withRealEngine('of four that start at once', ({ daemon, docker, container, namespace }) => {
  const engine = inject('engine');
  const socket = 'socket' in engine ? engine.socket : '';
  const base = 'image' in engine ? engine.image : '';
  const image = `${namespace}-bosun`;

  /** Our own Dockerfile's image, with the busybox of the specs for what is below. */
  beforeAll(async () => {
    const context = execFileSync('tar', ['-cf', '-', 'Dockerfile', 'bin', 'dist'], { maxBuffer: 1 << 26 });
    const built = await docker().buildImage(Readable.from([context]), {
      t: image,
      networkmode: 'none',
      version: '1',
      buildargs: { NODE_IMAGE: base },
    });
    await new Promise((resolve, reject) => docker().modem.followProgress(built, (fault) => (fault ? reject(fault) : resolve(undefined))));
    return () => docker().getImage(image).remove({ force: true });
  }, 60_000);

  /** Node and its libraries are those of this machine. */
  const HOST = ['/lib', '/lib64', '/usr/lib'].map((folder) => `${realpathSync(folder)}:${folder}:ro`);
  const BINDS = [...HOST, `${process.execPath}:/usr/bin/node:ro`, `${socket}:/var/run/docker.sock`];
  const contained = async (name: string, command: readonly string[] = ['bosun'], environment: readonly string[] = []) => {
    const made = await container(name, {}, command, image, {
      Env: [`LABEL_NAMESPACE=${namespace}`, 'PATH=/usr/local/bin:/usr/bin:/bin', ...environment],
      HostConfig: { Binds: BINDS },
    });
    return { name: `${namespace}-${name}`, made };
  };
  /** Its log until it serves the engine, or until its end with a code. */
  const outcome = async ({ name, made }: Awaited<ReturnType<typeof contained>>) => {
    let log = '';
    const written = await made.logs({ follow: true, stdout: true, stderr: true });
    for await (const chunk of written) {
      log += String(chunk);
      if (log.includes('Listening to events')) return { name, made, log, code: undefined };
    }
    return { name, made, log, code: ((await made.wait()) as { StatusCode: number }).StatusCode };
  };

  it(
    'two processes and two containers, one of each stays, the others name it, and after kill -9 the next one starts',
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const processes = [daemon(), daemon()];
        const containers = await Promise.all(['one', 'two'].map((name) => contained(`${name}${round}`)));
        const [ends, found] = await Promise.all([
          Promise.all(processes.map((one) => Promise.race([one.exited, one.line(/Listening to events/)]))),
          Promise.all(containers.map(outcome)),
        ]);
        expect(ends.filter((end) => end === 1)).toHaveLength(1);
        const [stays, refused] = [found.filter(({ code }) => code === undefined), found.filter(({ code }) => code !== undefined)];
        expect(stays.map(({ name }) => name)).toHaveLength(1);
        expect(refused).toMatchObject([{ code: 1 }]);
        expect(refused[0]?.log).toMatch(
          new RegExp(
            `CRITICAL\\|The container ${stays[0]?.name} \\([0-9a-f]{12}\\), since \\S+Z, runs the jobs of this engine in the label namespace "${namespace}":`,
          ),
        );
        await stays[0]?.made.kill({ signal: 'SIGKILL' });
        const next = await outcome(await contained(`next${round}`));
        expect(next.log).toMatch(/Listening to events/);
        await Promise.all([next, ...found].map(({ made }) => made.remove({ force: true })));
        await Promise.all(processes.map((one) => one.end('SIGKILL')));
      }
    },
    ROUNDS * 30_000,
  );

  it('a container of deck-chores stays as well; one of another namespace, or that runs clustercron or has ended, is no other', async () => {
    await contained('cron', ['sh', '-c', 'sleep 1000', 'clustercron']);
    const others = await contained('other', ['sleep', '1000'], ['LABEL_NAMESPACE=other']);
    const ended = await contained('ended', ['true']);
    await ended.made.wait();
    const alone = await outcome(await contained('alone'));
    expect(alone.log).toMatch(/Listening to events/);
    await Promise.all([alone, others].map(({ made }) => made.kill()));
    await container('chores', { '.org.label-schema.name': 'deck-chores' }, ['sleep', '1000'], undefined, {
      Env: [`LABEL_NAMESPACE=${namespace}`, 'DOCKER_HOST=tcp://user:secret@10.1.1.1:2375'],
    });
    const refused = await outcome(await contained('late'));
    expect(refused.code).toBe(1);
    expect(refused.log).toMatch(
      new RegExp(`The container ${namespace}-chores \\([0-9a-f]{12}\\), since \\S+Z, whose DOCKER_HOST is tcp://…@10.1.1.1:2375, runs`),
    );
  });

  it('one that only waits to be restarted is no other', async () => {
    const failing = await container('failing', {}, ['false'], image, {
      Env: [`LABEL_NAMESPACE=${namespace}`],
      HostConfig: { RestartPolicy: { Name: 'always' } },
    });
    const state = async () => (await failing.inspect()) as Dockerode.ContainerInspectInfo & { RestartCount: number };
    await expect.poll(async () => (await state()).RestartCount, { timeout: 20_000 }).toBeGreaterThan(4); // it waits for seconds from now on
    await expect.poll(async () => (await state()).State.Restarting).toBe(true);
    expect((await outcome(await contained('good'))).log).toMatch(/Listening to events/);
  });

  it('two that share the network of a third are told apart all the same: one stays', async () => {
    const network = await container('network');
    const pair = await Promise.all(
      ['left', 'right'].map(async (name) => {
        const made = await container(name, {}, ['bosun'], image, {
          Env: [`LABEL_NAMESPACE=${namespace}`, 'PATH=/usr/local/bin:/usr/bin:/bin'],
          HostConfig: { Binds: BINDS, NetworkMode: `container:${network.id}` },
        });
        return outcome({ name, made });
      }),
    );
    expect(pair.map(({ code }) => code).sort()).toEqual([1, undefined]);
    expect(pair.find(({ code }) => code === 1)?.log).toMatch(/CRITICAL\|Another bosun, process \d+ since \S+Z, runs the jobs/);
  });
});
