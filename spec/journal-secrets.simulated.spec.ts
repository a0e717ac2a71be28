import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withSimulatedEngine } from './support/world.ts';

const SECRET = 'hunter2-and-more';
const CHANGED = 'hunter3-and-less';
const TEXT = 'what-"a"-run-has-written'; // a command is kept, what it writes is not
const WRITTEN = 'what-a-run-has-written';

/** So many variables that a segment is full after some listings: the next one begins with all that is known. */
const MANY = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`options.env.MANY_${n}`, `${SECRET}-${n}`]));
const IDLE = 20;

withSimulatedEngine('in STATE_DIR', ({ container, daemon, service }) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bosun-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const bosun = () => daemon({ STATE_DIR: folder, STATE_LIMIT: '1M', SHUTDOWN_GRACE: '0', DEBUG: 'on' });
  const files = () => readdirSync(folder).filter((name) => name !== 'lock');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  /** What is kept of a variable of a container, each time that it is told. */
  const kept = (of: string, variable: string): readonly string[] =>
    files().flatMap((name) =>
      read(name)
        .split('\n')
        .flatMap((line) =>
          [...line.matchAll(new RegExp(`"name":"[^"]*-${of}".*?"${variable}":"([^"]*)"`, 'g'))].map(([, value]) => value!),
        ),
    );

  it('there is no value of a variable, nor what a run has written: of values there are digests, by which they can be told apart', async () => {
    const labels = (password: string) => ({
      ...MANY,
      'good.command': `sh -c 'echo ${TEXT}; echo $PASSWORD; echo $PASSWORD >&2'`,
      'good.interval': '1s',
      'good.env.PASSWORD': password,
      'good.env.SAME': SECRET,
      'options.env.EVERYWHERE': SECRET,
      'failing.command': `sh -c 'echo ${TEXT}; exit 3'`,
      'failing.interval': '1s',
      'ghost.command': '/no/such/program',
      'ghost.interval': '1s',
      'slow.command': `sh -c 'echo ${TEXT}; sleep 600'`,
      'slow.interval': '1s',
      'misspelt.evn.PASSWORD': password,
      'broken.cron': '99 * * * * * *',
      'broken.command': 'true',
      'broken.env.PASSWORD': password,
    });
    const first = await container('first', { ...labels(SECRET), ...service('first') });
    for (let n = 0; n < IDLE; n++) {
      const idle = { 'a.command': 'true', 'a.interval': '1h', 'b.command': 'true', 'b.interval': '2h' };
      await container(`idle-${n}`, { ...MANY, ...idle });
    }
    const before = bosun();
    await before.line(new RegExp(WRITTEN));
    await before.line(/Command 'failing' finished/);
    await before.end('SIGKILL');
    const segment = files().findLast((name) => name.endsWith('.ndjson'))!;
    truncateSync(join(folder, segment), read(segment).length - 20);
    const after = bosun();
    await after.line(/are set aside in/);
    await container('second', { ...labels(CHANGED), ...service('second') });
    await after.line(/second: Added 'good'/);
    await first.stop();
    await after.next(/second: Command 'good' finished/);
    expect(await after.end()).toBe(0);

    expect(files().filter((name) => name.endsWith('.torn'))).toHaveLength(1);
    expect(files().filter((name) => name.endsWith('.ndjson')).length).toBeGreaterThan(1);
    for (const name of files())
      for (const secret of [SECRET, CHANGED, WRITTEN]) expect(read(name).includes(secret), `${name} has ${secret}`).toBe(false);
    const [password, ...passwords] = new Set(kept('first', 'PASSWORD'));
    expect(passwords).toEqual([]);
    expect(password).toMatch(/^hmac-sha256:[0-9a-f]{16}$/);
    const [changed, ...more] = new Set(kept('second', 'PASSWORD'));
    expect(more).toEqual([]);
    expect(changed).not.toBe(password);
    expect(new Set([...kept('first', 'SAME'), ...kept('second', 'SAME')]).size).toBe(1);
  });
});
