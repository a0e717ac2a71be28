import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Runs the program from its source, to its end. */
const bosun = (environment: Record<string, string>) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'src/daemon.ts'], {
    env: { PATH: process.env.PATH, TSX_DISABLE_CACHE: '1', ...environment },
    encoding: 'utf8',
    timeout: 20_000,
  });

it('ends with 1 and a clear line when no engine is there', () => {
  const { status, stdout } = bosun({ DOCKER_HOST: 'unix:///nowhere/docker.sock' });
  expect(stdout).toMatch(
    /\|CRITICAL\|No engine answers at unix:\/\/\/nowhere\/docker\.sock: connect ENOENT .*\. DOCKER_HOST says where it is\.\n$/,
  );
  expect(status).toBe(1);
});

it('ends with 1 and tells every fault when the settings are wrong', () => {
  const { status, stderr, stdout } = bosun({ JOB_POOL_SIZE: 'ten', TIMEZONE: 'Mars' });
  expect(stderr.split('\n')).toEqual([
    'JOB_POOL_SIZE: "ten" is no whole number from 1 to 999999999',
    'TIMEZONE: no time zone "Mars", allowed are the names of the IANA database',
    '',
  ]);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});
