import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurs, readContainer, serviceKey, type Defaults } from '../../src/labels/container.ts';
import { defaults } from '../../src/labels/defaults.ts';

const read = (labels: Record<string, string>, also: Partial<Defaults> = {}) =>
  readContainer('c0ffee', 'web-1', labels, { ...defaults, ...also });
const told = (labels: Record<string, string>) => read(labels).problems.map(({ key, message }) => `${key}: ${message}`);
const job = (attributes: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({ command: 'c', interval: '5m', ...attributes }).map(([key, value]) => [`deck-chores.j.${key}`, value]),
  );

/** `npm test` asks for 100,000. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 10_000);

describe('a job', () => {
  it('has its attributes, and the defaults for the others', () => {
    const { jobs, problems } = read({
      'deck-chores.clear-caches.command': 'drush cc "all of it"',
      'deck-chores.clear-caches.interval': 'daily',
      'deck-chores.clear-caches.user': 'www-data',
      'deck-chores.clear-caches.workdir': '/srv',
      'deck-chores.clear-caches.max': '3',
      'deck-chores.clear-caches.env.ENVIRONMENT': 'production',
      'deck-chores.clear-caches.env.b.c': '2',
    });
    expect(problems).toEqual([]);
    expect(jobs).toMatchObject([
      {
        name: 'clear-caches',
        command: ['drush', 'cc', 'all of it'],
        trigger: { type: 'interval', every: 86_400_000 },
        user: 'www-data',
        workdir: '/srv',
        max: 3,
        environment: { ENVIRONMENT: 'production', 'b.c': '2' },
      },
    ]);
    expect(read(job({})).jobs).toMatchObject([
      { user: undefined, workdir: undefined, max: 1, environment: {}, grace: 60_000, timeout: undefined },
    ]);
    expect(read(job({ grace: '5m', timeout: '1.5' })).jobs).toMatchObject([{ grace: 300_000, timeout: 1_500 }]);
  });

  it('takes its time zone from its label, else from the default', () => {
    const zone = (attributes: Record<string, string>, timezone = 'UTC') =>
      read(attributes, { timezone }).jobs.map(({ trigger }) => trigger.type === 'cron' && trigger.timezone);
    const cron = { 'deck-chores.j.command': 'c', 'deck-chores.j.cron': '6 1 0 0' };
    expect(zone(cron)).toEqual(['UTC']);
    expect(zone(cron, 'Asia/Tel_Aviv')).toEqual(['Asia/Tel_Aviv']);
    expect(zone({ ...cron, 'deck-chores.j.timezone': 'america/new york' }, 'Asia/Tel_Aviv')).toEqual(['America/New_York']);
  });

  it("runs as the user of its container's options, unless it names one", () => {
    const options = { 'deck-chores.options.user': 'app' };
    expect(read({ ...job({}), ...options }).jobs[0]!.user).toBe('app');
    expect(read({ ...job({ user: '1000:1000' }), ...options }).jobs[0]!.user).toBe('1000:1000');
  });

  it('may be of another namespace', () => {
    expect(read({ 'cron.j.command': 'c', 'cron.j.interval': '5m' }, { namespace: 'cron' }).jobs).toHaveLength(1);
  });
});

describe('what is wrong', () => {
  it.each([
    ['no trigger', { 'deck-chores.j.command': 'c' }, 'deck-chores.j: has no trigger, allowed are cron, crontab, date, interval'],
    ['no command', { 'deck-chores.j.interval': '5m' }, 'deck-chores.j.command: is missing, a job needs a command'],
    ['a blank command', job({ command: '   ' }), 'deck-chores.j.command: is empty, a job needs a command'],
    ['two triggers', job({ cron: '0' }), 'deck-chores.j: has more than one trigger (cron, interval), allowed is one'],
    ['an hour out of range', { 'deck-chores.j.command': 'c', 'deck-chores.j.cron': '99 0 0' }, 'deck-chores.j.cron: hour 99, allowed 0-23'],
    ['an open quote', job({ command: "echo 'open" }), 'deck-chores.j.command: has an open quote'],
    ['a max of none', job({ max: '0' }), 'deck-chores.j.max: "0" is no whole number from 1 to 999999999'],
    ['no grace', job({ grace: '0' }), 'deck-chores.j.grace: "0", allowed 1s to 1d'],
    ['a grace of a month', job({ grace: '31d' }), 'deck-chores.j.grace: "31d", allowed 1s to 1d'],
    ['a short timeout', job({ timeout: '0.5' }), 'deck-chores.j.timeout: "0.5", allowed 1s to 24d'],
    [
      'a timeout in words',
      job({ timeout: 'soon' }),
      'deck-chores.j.timeout: soon, no number, allowed a number of seconds (30, 1.5), or numbers with units (1m 30s)',
    ],
    [
      'a time zone of nowhere',
      job({ timezone: 'Mars/X' }),
      'deck-chores.j.timezone: no time zone "Mars/X", allowed are the names of the IANA database',
    ],
    ['a relative folder', job({ workdir: 'rel' }), 'deck-chores.j.workdir: "rel" is not an absolute path'],
    ['a misspelt attribute', job({ comand: 'c' }), 'deck-chores.j.comand: unknown attribute, did you mean "command"?'],
    [
      'an attribute like no other',
      job({ bogus: '1' }),
      'deck-chores.j.bogus: unknown attribute, allowed are command, cron, crontab, date, interval, jitter, timezone, max, grace, timeout, user, workdir, env.NAME',
    ],
    ['a variable without a name', job({ 'env.': '2' }), 'deck-chores.j.env.: a variable needs a name, without "="'],
    ['a variable with an equals sign', job({ 'env.A=B': '2' }), 'deck-chores.j.env.A=…: a variable needs a name, without "="'],
    ['an empty program', job({ command: "'' x" }), 'deck-chores.j.command: names no program, its first word is empty'],
    [
      'a flag by the name of a method',
      { 'deck-chores.options.flags': 'toString' },
      'deck-chores.options.flags: unknown flag "toString", allowed are image, noimage, service, noservice, cluster, nocluster',
    ],
    ['a null character', job({ 'env.SECRET': 'hunter2\0x' }), 'deck-chores.j.env.SECRET: holds a null character'],
    ['a key without attribute', { 'deck-chores.j': 'c' }, 'deck-chores.j: names no attribute, expected deck-chores.JOB.ATTRIBUTE'],
    ['a job name in capitals', { 'deck-chores.J.command': 'c' }, 'deck-chores.J.command: job name "J", allowed is [a-z0-9_-]+'],
    ['no job name', { 'deck-chores..command': 'c' }, 'deck-chores..command: job name "", allowed is [a-z0-9_-]+'],
    [
      'a misspelt flag',
      { 'deck-chores.options.flags': 'sevrice' },
      'deck-chores.options.flags: unknown flag "sevrice", did you mean "service"?',
    ],
    [
      'an unknown option',
      { 'deck-chores.options.usr': 'x' },
      'deck-chores.options.usr: unknown option, "options" is no job, did you mean "user"?',
    ],
  ])('%s is told with the whole key, what was given and what is allowed', (_, labels, message) => {
    expect(told(labels)).toContain(message);
  });

  it('leaves the other jobs alone', () => {
    const { jobs, problems } = read({ ...job({}), 'deck-chores.k.command': 'c', 'deck-chores.k.cron': '99 0 0', 'deck-chores.l': 'x' });
    expect(jobs.map(({ name }) => name)).toEqual(['j']);
    expect(problems.map(({ key }) => key)).toEqual(['deck-chores.l', 'deck-chores.k.cron']);
  });

  it('is told without the values of variables and of unknown keys', () => {
    const secret = 's3cr3t';
    const labels = {
      ...job({ 'env.': secret, 'env.PASSWORD': secret, 'evn.PASSWORD': secret, password: secret }),
      'deck-chores.options.password': secret,
      'deck-chores.x': secret,
    };
    expect(told(labels)).toHaveLength(5);
    expect(told(labels).join('\n')).not.toContain(secret);
  });

  it(`never throws and never forgets the key, whatever the labels are (${RUNS} random sets)`, () => {
    const attribute = fc.constantFrom(
      'command',
      'cron',
      'interval',
      'env',
      'env.A',
      'user',
      'workdir',
      'max',
      'timezone',
      'bogus',
      '',
      '__proto__',
      'constructor',
      'env.__proto__',
    );
    const name = fc.oneof(fc.constantFrom('j', 'options', '', 'J', '__proto__', 'toString'), fc.string({ maxLength: 5 }));
    const value = fc.oneof(
      fc.constantFrom('5m', '* * *', '0 0 0', 'true', '', '1', "'", 'flags'),
      fc.string({ maxLength: 12, unit: 'binary' }),
    );
    const jobOf = (key: string) => key.split('.').slice(0, 2).join('.');
    const entry = fc.tuple(
      fc.tuple(name, attribute).map((parts) => `deck-chores.${parts.join('.')}`),
      value,
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const labels = Object.fromEntries(entries);
        const { jobs, problems } = read(labels);
        for (const { key, message } of problems) {
          if (!Object.keys(labels).some((given) => given === key || key.startsWith(jobOf(given))))
            throw new Error(`"${key}" was not given`);
          if (message === '') throw new Error(`nothing is said of ${key}`);
        }
        for (const { name, command } of jobs) if (name === '' || command.length === 0) throw new Error('a job without name or command');
      }),
      { numRuns: RUNS },
    );
  }, 60_000);
});

describe('a container', () => {
  const web = { 'com.docker.compose.project': 'p', 'com.docker.compose.service': 'web' };

  it('lacks some of the labels that identify it: that is told, and its jobs stand for themselves', () => {
    const told = (labels: Record<string, string>) => read({ ...labels, ...job({}) });
    const { jobs, problems, service } = told({ 'com.docker.compose.project': 'p' });
    expect([jobs.length, service, problems.map(({ key }) => key)]).toEqual([1, 'c0ffee', ['com.docker.compose.service']]);
    expect(told({}).problems).toEqual([]);
    expect(told({ 'com.docker.compose.project': 'p', 'deck-chores.options.flags': 'noservice' }).problems).toEqual([]);
    expect(read({ 'com.docker.compose.project': 'p', 'deck-chores.options.user': 'root' }).problems).toEqual([]);
  });

  it('is counted under its service where all of its labels are there, else under itself', () => {
    expect(serviceKey('c0ffee', web, defaults)).toBe('com.docker.compose.project=p com.docker.compose.service=web');
    expect(serviceKey('c0ffee', { 'com.docker.compose.project': 'p' }, defaults)).toBe('c0ffee');
    expect(serviceKey('c0ffee', web, { ...defaults, serviceIdLabels: [] })).toBe('c0ffee');
    expect(serviceKey('c0ffee', { ...web, 'deck-chores.options.flags': 'image, noservice' }, defaults)).toBe('c0ffee');
    expect(read({ ...web, ...job({}) }).service).toBe(serviceKey('c0ffee', web, defaults));
  });

  it('of `docker compose run`, or without labels of the namespace, is not ours', () => {
    expect(isOurs(job({}), defaults)).toBe(true);
    expect(isOurs({ ...job({}), 'com.docker.compose.oneoff': 'True' }, defaults)).toBe(false);
    expect(isOurs({ 'deck-choresX.j.command': 'c', 'deck-chores': 'c' }, defaults)).toBe(false);
  });
});

describe('the flag cluster', () => {
  const flagged = (flags: string, attributes = {}) => ({ ...job(attributes), 'deck-chores.options.flags': flags });

  it('says that the jobs run only on the host that leads, whose intervals are counted from 1970 on, as on every other', () => {
    const container = read(flagged('cluster'), { cluster: true });
    expect(container).toMatchObject({ cluster: true, problems: [], jobs: [{ trigger: { type: 'interval', phase: 0 } }] });
  });

  it('is not there where nothing says it, or something takes it away', () => {
    expect(read(job({}), { cluster: true })).not.toHaveProperty('cluster');
    const taken = read(flagged('nocluster'), { cluster: true, flags: { ...defaults.flags, cluster: true } });
    expect(taken).not.toHaveProperty('cluster');
    expect(taken.jobs[0]!.trigger).not.toHaveProperty('phase');
  });

  it('without a cluster is a problem of the container, which says where the flag is, and keeps the jobs', () => {
    const message = 'has the flag cluster, and CLUSTER is not set: which host leads cannot be known, its jobs stay paused';
    expect(read(flagged('cluster'))).toMatchObject({
      cluster: true,
      jobs: [{}],
      problems: [{ key: 'deck-chores.options.flags', message }],
    });
    expect(read(job({}), { flags: { ...defaults.flags, cluster: true } }).problems).toEqual([{ key: 'DEFAULT_FLAGS', message }]);
    expect(read({ 'deck-chores.options.flags': 'cluster' }).problems).toEqual([]); // it has no jobs
  });
});
