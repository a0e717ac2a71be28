import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSettings, SETTINGS } from '../../src/edge/settings.ts';
import { defaults } from '../../src/labels/defaults.ts';

it('has a default for everything', () => {
  expect(readSettings({})).toEqual({
    settings: {
      engine: { address: { text: 'unix:///var/run/docker.sock', way: 'socket', path: '/var/run/docker.sock' } },
      clientTimeout: 60_000,
      labels: defaults,
      images: 128,
      poolSize: 10,
      outputLimit: 1_048_576,
      shutdownGrace: 8_000,
      cluster: undefined,
      log: { debug: false, format: expect.any(Function) as unknown, stderrLevel: undefined },
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
      log: { debug: true },
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
      CLUSTER: 'nlb:web',
      SSL_VERSION: 'SSLv3',
    }),
  ).toEqual({
    faults: [
      expect.stringMatching(/^DOCKER_HOST: "foo" is no address of an engine, allowed are unix:/) as unknown,
      expect.stringMatching(
        /^SSL_VERSION: "SSLv3" is no version of TLS for a client, allowed are TLS, TLS_CLIENT, SSLv23, TLSv1, /,
      ) as unknown,
      'CLUSTER: "nlb:web", allowed elb:NAME of a classic load balancer and alb:NAME of a target group',
      'DEFAULT_GRACE: "0", allowed 1s to 1d',
      'DEFAULT_MAX: "0" is no whole number from 1 on',
      'JOB_POOL_SIZE: "ten" is no whole number from 1 on',
      'OUTPUT_LIMIT: "1G" is no number of bytes from 1k to 16M',
      'SHUTDOWN_GRACE: -1, negative, allowed numbers from 0 on',
      'TIMEZONE: no time zone "Mars", allowed are the names of the IANA database',
    ],
  });
});

it.each([
  [undefined, { image: true, service: true, cluster: false }, []],
  ['', { image: false, service: false, cluster: false }, []],
  ['image', { image: true, service: false, cluster: false }, []],
  ['image, service', { image: true, service: true, cluster: false }, []],
  ['noservice', { image: true, service: false, cluster: false }, []],
  ['image,service,cluster', { image: true, service: true, cluster: true }, []],
  ['cluster', { image: false, service: false, cluster: true }, []],
  ['sevrice', { image: false, service: false, cluster: false }, ['DEFAULT_FLAGS: unknown flag "sevrice", did you mean "service"?']],
])('DEFAULT_FLAGS %j are these flags', (given, flags, warnings) => {
  expect(readSettings(given === undefined ? {} : { DEFAULT_FLAGS: given })).toMatchObject({ settings: { labels: { flags } }, warnings });
});

it.each([
  [{ CONTAINER_CACHE_SIZE: '0' }, { images: 1 }],
  [{ CONTAINER_CACHE_SIZE: '-1' }, { images: 1 }],
  [{ CONTAINER_CACHE_SIZE: ' 1_000 ' }, { images: 1000 }],
  [{ JOB_POOL_SIZE: '+5' }, { poolSize: 5 }],
  [{ JOB_POOL_SIZE: '010' }, { poolSize: 10 }],
  [{ JOB_POOL_SIZE: '99999999999999999999' }, { poolSize: 999_999_999 }],
  [{ CLIENT_TIMEOUT: '3000000' }, { clientTimeout: 24 * 86_400_000 }],
  [{ CLIENT_TIMEOUT: '+1_0' }, { clientTimeout: 10_000 }],
  [{ CLIENT_TIMEOUT: '1m 30s' }, { clientTimeout: 90_000 }],
])('takes %j, as deck-chores does', (environment, settings) => {
  expect(readSettings(environment)).toMatchObject({ settings });
});

it('matches a job name whole', () => {
  const read = readSettings({ JOB_NAME_REGEX: '[A-Z]+|x' });
  const jobName = 'settings' in read ? read.settings.labels.jobName : /never/;
  expect(['AB', 'x', 'ABx', 'a'].map((name) => jobName.test(name))).toEqual([true, true, false, false]);
  expect(readSettings({ JOB_NAME_REGEX: '(' })).toEqual({ faults: ['JOB_NAME_REGEX: "(" is no regular expression'] });
});

it.each([
  [{ LOG_FORMAT: '{level} {message}' }, /^LOG_FORMAT: there is no field "level", allowed are asctime, created, levelname, /],
  [{ LOG_FORMAT: '{message:d}' }, /^LOG_FORMAT: "d" is not for texts, allowed is s$/],
  [{ STDERR_LEVEL: 'loud' }, /^STDERR_LEVEL: "loud" is no level, allowed are DEBUG, INFO, WARNING, ERROR, CRITICAL$/],
])('%j is a fault', (environment, fault) => {
  expect(readSettings(environment)).toEqual({ faults: [expect.stringMatching(fault)] });
});

it.each([
  ['warning', 'WARNING'],
  ['NOTSET', 'DEBUG'],
  ['disabled', undefined],
  ['', undefined],
])('STDERR_LEVEL %j is %s', (given, stderrLevel) => {
  expect(readSettings({ STDERR_LEVEL: given })).toMatchObject({ settings: { log: { stderrLevel } } });
});

it('points out a variable that is one letter off a setting, and leaves the others of the environment alone', () => {
  const read = readSettings({
    JOB_POOL_SIZ: '3',
    TIMEZONES: 'UTC',
    LOG_FROMAT: 'x',
    EDITOR: 'vi',
    HOME: '/',
    DEBIG: '',
    job_pool_size: '3',
  });
  expect('warnings' in read && read.warnings).toEqual([
    'JOB_POOL_SIZ is no setting, did you mean JOB_POOL_SIZE?',
    'TIMEZONES is no setting, did you mean TIMEZONE?',
    'LOG_FROMAT is no setting, did you mean LOG_FORMAT?',
    'DEBIG is no setting, did you mean DEBUG?',
    'job_pool_size is no setting, did you mean JOB_POOL_SIZE?',
  ]);
});

it.each([
  ['on', true, []],
  ['TRUE', true, []],
  ['1', true, []],
  ['no', false, []],
  ['Off', false, []],
  ['0', false, []],
  ['flase', false, ['DEBUG: "flase" counts as off, allowed are on, true, yes, 1 and off, false, no, 0']],
])('DEBUG %s is %s', (given, debug, warnings) => {
  expect(readSettings({ DEBUG: given })).toMatchObject({ settings: { log: { debug } }, warnings });
});

it('every setting is in the table of docs/settings.md, and no other', () => {
  const table = [...readFileSync('docs/settings.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name!);
  expect(table.toSorted()).toEqual([...SETTINGS].sort());
});
