import { expect, it } from 'vitest';
import { configuration, type Configuration } from '../../../src/edge/clustercron/configuration.ts';

const ETC = '/etc/clustercron.ini';
const HOME = '/root/.clustercron.ini';

const read = (etc: string, home = '') =>
  configuration([
    { name: ETC, text: etc },
    { name: HOME, text: home },
  ]);

const DEFAULTS: Configuration = {
  cache: { filename: '/tmp/clustercron_cache.json', expires: 59_000, tries: 20 },
  aws: { timeout: 2_000, retries: 1, region: undefined, endpoint: undefined },
};

it('has a default for everything', () => {
  expect(configuration([])).toEqual({ configuration: DEFAULTS, faults: [], warnings: [] });
  expect(read('', '[cache]\n[aws]\n')).toEqual({ configuration: DEFAULTS, faults: [], warnings: [] });
});

it("the reference's file says what is the default", () => {
  const text = '; clustercron.ini\n[cache]\nfilename = /tmp/clustercron_cache.json\nexpire_time = 59\nmax_iter = 20\n';
  expect(read(text)).toEqual({ configuration: DEFAULTS, faults: [], warnings: [] });
});

it('reads every option', () => {
  const text = `[cache]
filename = /run/our cache.json
expire_time = 120
max_iter = 3
[aws]
timeout = 1.5
retries = 0
region = eu-west-1
endpoint = http://127.0.0.1:5000`;
  expect(read(text)).toEqual({
    configuration: {
      cache: { filename: '/run/our cache.json', expires: 120_000, tries: 3 },
      aws: { timeout: 1_500, retries: 0, region: 'eu-west-1', endpoint: 'http://127.0.0.1:5000' },
    },
    faults: [],
    warnings: [],
  });
});

it('the later file overrides the earlier one, option by option', () => {
  const etc = '[cache]\nfilename = /etc/c.json\nexpire_time = 5\n[aws]\nregion = us-east-1\nretries = 3';
  expect(read(etc, '[AWS]\n[aws]\nRegion: eu-west-1\n[cache]\nexpire_time: 7').configuration).toEqual({
    cache: { filename: '/etc/c.json', expires: 7_000, tries: 20 },
    aws: { timeout: 2_000, retries: 3, region: 'eu-west-1', endpoint: undefined },
  });
});

it.each([
  ['expire_time = 0', { cache: { ...DEFAULTS.cache, expires: 0 } }],
  ['max_iter = 0', { cache: { ...DEFAULTS.cache, tries: 0 } }],
  ['max_iter = 007', { cache: { ...DEFAULTS.cache, tries: 7 } }],
  ['filename: /x=y', { cache: { ...DEFAULTS.cache, filename: '/x=y' } }],
  ['[aws]\ntimeout = 0.25', { aws: { ...DEFAULTS.aws, timeout: 250 } }],
  ['[aws]\ntimeout = 10', { aws: { ...DEFAULTS.aws, timeout: 10_000 } }],
  ['[aws]\nendpoint = https://vpce-1.elasticloadbalancing.eu-west-1.vpce.amazonaws.com', undefined],
])('%j is allowed', (line, expected) => {
  const { faults, warnings, configuration } = read(`[cache]\n${line}`);
  expect([faults, warnings]).toEqual([[], []]);
  if (expected) expect(configuration).toMatchObject(expected);
  else expect(configuration.aws.endpoint).toMatch(/^https:.*com$/);
});

it.each([
  ['cache', 'filename =', 'filename: "" is not the name of a file'],
  ['cache', 'expire_time = 1.5', 'expire_time: "1.5" is not a whole number of seconds'],
  ['cache', 'expire_time = 1m', 'expire_time: "1m" is not a whole number of seconds'],
  ['cache', 'expire_time = -1', 'expire_time: "-1" is not a whole number of seconds'],
  ['cache', 'expire_time = 59 ; seconds', 'expire_time: "59 ; seconds" is not a whole number of seconds'],
  ['cache', 'max_iter =', 'max_iter: "" is not a whole number'],
  ['cache', 'MAX_ITER = many', 'max_iter: "many" is not a whole number'],
  ['cache', 'max_iter = 1e3', 'max_iter: "1e3" is not a whole number'],
  ['cache', 'max_iter = 9999999999', 'max_iter: "9999999999" is not a whole number'],
  ['aws', 'timeout = 0', 'timeout: "0" is not a number of seconds above 0, at most 60'],
  ['aws', 'timeout = 0.0', 'timeout: "0.0" is not a number of seconds above 0, at most 60'],
  ['aws', 'timeout = -2', 'timeout: "-2" is not a number of seconds above 0, at most 60'],
  ['aws', 'timeout = 2s', 'timeout: "2s" is not a number of seconds above 0, at most 60'],
  ['aws', 'timeout = NaN', 'timeout: "NaN" is not a number of seconds above 0, at most 60'],
  ['aws', 'retries = 11', 'retries: "11" is not a whole number from 0 to 10'],
  ['aws', 'timeout = 61', 'timeout: "61" is not a number of seconds above 0, at most 60'],
  ['aws', 'retries = 0.5', 'retries: "0.5" is not a whole number from 0 to 10'],
  ['aws', 'region =', 'region: "" is not the name of a region'],
  ['aws', 'endpoint = 127.0.0.1:5000', 'endpoint: "127.0.0.1:5000" is not an http or https address'],
  ['aws', 'endpoint = ftp://host', 'endpoint: "ftp://host" is not an http or https address'],
  ['aws', 'endpoint = http://', 'endpoint: "http://" is not an http or https address'],
  ['aws', 'endpoint = http://a b', 'endpoint: "http://a b" is not an http or https address'],
])('in [%s] "%s" is a fault of that line', (section, line, fault) => {
  expect(read('', `# ours\n[${section}]\n${line}`)).toMatchObject({ faults: [`${HOME}:3: ${fault}`], warnings: [] });
});

it('tells every fault of both files in one go', () => {
  const { faults } = read('[cache]\nmax_iter = x\nodd', 'stray = 1\n[aws]\nretries = y');
  expect([...faults].sort()).toEqual([
    `${ETC}:2: max_iter: "x" is not a whole number`,
    `${ETC}:3: neither [section] nor key = value`,
    `${HOME}:1: stray stands before the first [section]`,
    `${HOME}:3: retries: "y" is not a whole number from 0 to 10`,
  ]);
});

it.each([
  ['[cache]\nexpires = 5', `${ETC}:2: expires is not known in [cache], allowed: filename, expire_time, max_iter`],
  ['[aws]\nmax_iter = 5', `${ETC}:2: max_iter is not known in [aws], allowed: timeout, retries, region, endpoint`],
  ['[Cache]\nmax_iter = 5', `${ETC}:2: [Cache] is not known, allowed: [cache], [aws]`],
  ['[DEFAULT]\nmax_iter = 5', `${ETC}:2: [DEFAULT] is not known, allowed: [cache], [aws]`],
  ['[cache]\n__proto__ = 5', `${ETC}:2: __proto__ is not known in [cache], allowed: filename, expire_time, max_iter`],
])('%j has no effect but a warning', (text, warning) => {
  expect(read(text)).toEqual({ configuration: DEFAULTS, faults: [], warnings: [warning] });
});

it('a file that cannot be read is a warning, and the other one counts', () => {
  const files = [
    { name: ETC, text: '', unreadable: 'EACCES' },
    { name: HOME, text: '[cache]\nmax_iter = 2' },
  ];
  expect(configuration(files)).toEqual({
    configuration: { ...DEFAULTS, cache: { ...DEFAULTS.cache, tries: 2 } },
    faults: [],
    warnings: [`${ETC} cannot be read: EACCES`],
  });
});

it.each(['constructor', 'toString', '__proto__'])('[%s] is an unknown section, and not a bug', (section) =>
  expect(configuration([{ name: 'f', text: `[${section}]\na = b` }]).warnings).toEqual([
    `f:2: [${section}] is not known, allowed: [cache], [aws]`,
  ]),
);
