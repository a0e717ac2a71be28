import { expect, it } from 'vitest';
import { readSettings } from '../../src/edge/settings.ts';
import { defaults } from '../support/defaults.ts';

it('has a default for everything', () => {
  expect(readSettings({})).toEqual({
    settings: {
      engine: { text: 'unix:///var/run/docker.sock', options: { host: '', protocol: 'http', socketPath: '/var/run/docker.sock' } },
      clientTimeout: 60_000,
      labels: defaults,
      images: 128,
      poolSize: 10,
      outputLimit: 1_048_576,
      shutdownGrace: 8_000,
      debug: false,
    },
    warnings: [],
  });
});

it('reads what is set, and takes an empty variable for unset', () => {
  const environment = {
    JOB_POOL_SIZE: '3',
    TIMEZONE: 'asia/tel aviv',
    DEBUG: 'Yes',
    SERVICE_ID_LABELS: 'a, b',
    LABEL_NAMESPACE: '',
    DEFAULT_MAX: '4',
    DEFAULT_GRACE: '1m 30s',
    CLIENT_TIMEOUT: '90',
    SHUTDOWN_GRACE: '0',
    OUTPUT_LIMIT: '64k',
  };
  expect(readSettings(environment)).toMatchObject({
    settings: {
      poolSize: 3,
      clientTimeout: 90_000,
      shutdownGrace: 0,
      outputLimit: 65_536,
      debug: true,
      labels: { namespace: 'deck-chores', serviceIdLabels: ['a', 'b'], max: 4, grace: 90_000, timezone: 'Asia/Tel_Aviv' },
    },
  });
});

it('tells every fault in one go', () => {
  expect(
    readSettings({
      JOB_POOL_SIZE: 'ten',
      DEFAULT_MAX: '0',
      DEFAULT_GRACE: '0',
      OUTPUT_LIMIT: '1G',
      SHUTDOWN_GRACE: '-1',
      TIMEZONE: 'Mars',
      DOCKER_HOST: 'foo',
    }),
  ).toEqual({
    faults: [
      'DOCKER_HOST: "foo" is no address of an engine, allowed are unix://PATH, tcp://HOST:PORT and http://HOST:PORT',
      'DEFAULT_GRACE: "0", allowed 1s to 1d',
      'DEFAULT_MAX: "0" is no whole number from 1 to 999999999',
      'JOB_POOL_SIZE: "ten" is no whole number from 1 to 999999999',
      'OUTPUT_LIMIT: "1G" is no number of bytes from 1k to 256M',
      'SHUTDOWN_GRACE: -1, negative, allowed numbers from 0 on',
      'TIMEZONE: no time zone "Mars", allowed are the names of the IANA database',
    ],
  });
});

it.each([
  [undefined, { image: true, service: true }, []],
  ['', { image: false, service: false }, []],
  ['image', { image: true, service: false }, []],
  ['image, service', { image: true, service: true }, []],
  ['noservice', { image: true, service: false }, []],
  ['sevrice', { image: false, service: false }, ['DEFAULT_FLAGS: unknown flag "sevrice", did you mean "service"?']],
])('DEFAULT_FLAGS %j are these flags', (given, flags, warnings) => {
  expect(readSettings(given === undefined ? {} : { DEFAULT_FLAGS: given })).toMatchObject({ settings: { labels: { flags } }, warnings });
});

it('matches a job name whole', () => {
  const read = readSettings({ JOB_NAME_REGEX: '[A-Z]+|x' });
  const jobName = 'settings' in read ? read.settings.labels.jobName : /never/;
  expect(['AB', 'x', 'ABx', 'a'].map((name) => jobName.test(name))).toEqual([true, true, false, false]);
  expect(readSettings({ JOB_NAME_REGEX: '(' })).toEqual({ faults: ['JOB_NAME_REGEX: "(" is no regular expression'] });
});
