import { afterEach, expect, it, vi } from 'vitest';
import { docker } from '../src/docker.ts';

afterEach(() => void vi.unstubAllEnvs());

it.each([
  [{ host: 'ftp://engine' }, {}, 'DOCKER_HOST: "ftp://engine" is no address of an engine'],
  [{}, { DOCKER_HOST: 'ftp://engine' }, 'DOCKER_HOST: "ftp://engine" is no address of an engine'],
  [{ host: 'tcp://engine', certificates: '/no/such/folder' }, {}, 'DOCKER_CERT_PATH: '],
])('docker(%j) with the variables %j throws what is wrong', (options, variables, fault) => {
  Object.entries({ DOCKER_HOST: undefined, ...variables }).forEach(([name, value]) => vi.stubEnv(name, value));
  expect(() => docker(options)).toThrow(fault);
});

it('a host that is given beats that of the environment, and an empty variable counts as unset', () => {
  vi.stubEnv('DOCKER_HOST', 'ftp://engine');
  expect(docker({ host: 'unix:///run/docker.sock' }).warnings).toEqual([]);
  vi.stubEnv('DOCKER_HOST', '');
  expect(docker().warnings).toEqual([]);
});

it('says what is odd about the settings', () => {
  vi.stubEnv('ASSERT_HOSTNAME', 'maybe');
  expect(docker({ host: 'tcp://engine' }).warnings).toEqual([expect.stringContaining('ASSERT_HOSTNAME')]);
});
