import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { withHost, type Host } from '../support/host.ts';

// Under cron: hardly any environment, and no node in PATH. Each way to install it, with a node that says that it was the one.

/** Lays the package into a folder, as npm does. */
async function install(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const part of ['bin', 'dist', 'package.json'])
    await cp(part, join(folder, part), { recursive: true, filter: (path) => !path.endsWith('.node') });
}

/** A node that notes that it was started. */
const marked = (host: Host, name: string) =>
  host.file(name, `#!/bin/sh\necho "$0" >> "${host.home}/started"\nexec "${process.execPath}" "$@"\n`, 0o755);

/** Tools, but no node. */
async function path(host: Host): Promise<string> {
  await mkdir(join(host.home, 'tools'));
  for (const tool of ['sh', 'readlink', 'logger', 'echo', 'env']) {
    const [found = ''] = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).split('\n');
    await symlink(found.startsWith('/') ? found : `/bin/${tool}`, join(host.home, 'tools', tool));
  }
  return join(host.home, 'tools');
}

const cron = (host: Host, PATH: string, command: string) =>
  host.sh(
    `exec env -i HOME="$HOME" PATH="${PATH}" AWS_ENDPOINT_URL="$AWS_ENDPOINT_URL" AWS_EC2_METADATA_SERVICE_ENDPOINT="$AWS_EC2_METADATA_SERVICE_ENDPOINT" ` +
      `AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=y ${command} -v elb mylbname logger "clustercron run"`,
  );

describe('the crontab line of the reference works', () => {
  it('as installed for all, with the node above the modules', () =>
    withHost(async (host) => {
      await install(join(host.home, 'prefix/lib/node_modules/bosun'));
      await mkdir(join(host.home, 'prefix/bin'));
      await symlink('../lib/node_modules/bosun/bin/clustercron', join(host.home, 'prefix/bin/clustercron'));
      await marked(host, 'prefix/bin/node');
      const { code, stderr } = await cron(host, await path(host), `${host.home}/prefix/bin/clustercron`);
      expect(stderr).toContain('INFO     clustercron.main : run command: logger clustercron run\n');
      expect(code).toBe(0);
      expect(await host.read('started')).toBe(`${host.home}/prefix/bin/node\n`);
    }));

  it('as a dependency of a project, with the node that npm noted', () =>
    withHost(async (host) => {
      await install(join(host.home, 'app/node_modules/bosun'));
      await mkdir(join(host.home, 'app/node_modules/.bin'));
      await symlink('../bosun/bin/clustercron', join(host.home, 'app/node_modules/.bin/clustercron'));
      await marked(host, 'elsewhere');
      const { scripts } = JSON.parse(execFileSync('cat', ['package.json'], { encoding: 'utf8' })) as { scripts: { postinstall: string } };
      execFileSync('sh', ['-c', scripts.postinstall], {
        cwd: join(host.home, 'app/node_modules/bosun'),
        env: { PATH: process.env.PATH, npm_node_execpath: join(host.home, 'elsewhere') },
      });
      const { code } = await cron(host, await path(host), `${host.home}/app/node_modules/.bin/clustercron`);
      expect(code).toBe(0);
      expect(await host.read('started')).toContain('/bosun/bin/.node\n');
    }));

  it('with the node of PATH where nothing else is known', () =>
    withHost(async (host) => {
      await install(join(host.home, 'bosun'));
      const tools = await path(host);
      await marked(host, 'tools/node');
      const { code } = await cron(host, tools, `${host.home}/bosun/bin/clustercron`);
      expect(code).toBe(0);
      expect(await host.read('started')).toBe(`${host.home}/tools/node\n`.repeat(2)); // asked for its version first;
    }));
});

describe('where hardly anything is there', () => {
  it('a user without a home, and in no list of users, is served', () =>
    withHost(async ({ sh }) => {
      expect(await sh('setpriv --reuid 12345 --regid 12345 --clear-groups clustercron elb mylbname', { HOME: undefined })).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
    }));

  it('a PATH that leads nowhere is enough to start', () =>
    withHost(async (host) => {
      await install(join(host.home, 'bosun'));
      await symlink('bosun/bin/clustercron', join(host.home, 'link'));
      await marked(host, 'node');
      expect(await cron(host, '/nonexistent', `${host.home}/link`)).toMatchObject({
        code: 127,
        stderr: expect.stringContaining('logger: command not found') as unknown,
      });
    }));

  it('a package of which half is missing is no answer', () =>
    withHost(async (host) => {
      await install(join(host.home, 'bosun'));
      expect(await host.sh('rm -r bosun/dist; bosun/bin/clustercron elb mylbname')).toMatchObject({
        code: 127,
        stderr: expect.stringContaining('it is not built, run') as unknown,
      });
    }));
});
