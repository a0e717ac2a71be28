import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disk, noDisk, obstacle, type Disk } from './support/disk.ts';
import { withSimulatedEngine, type Daemon } from './support/world.ts';

const BOSUN = [process.execPath, resolve('dist/bosun.js')];
const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const FULL = 'ERROR   |The journal is not written: no space left on device. Jobs go on; what happens now is not known to the next start.';

/** With the reason in its name where that keeps it from being tried. */
const unless = (reason: string | undefined, name: string, specs: () => void): void => {
  if (reason === undefined) describe(name, specs);
  else describe.skip(`${name} (${reason})`, specs); // where nobody may mount, or become another user: the reason is in the name
};

withSimulatedEngine('a journal', ({ daemon }, engine) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bosun-faults-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const bosun = (STATE_DIR: string, command: readonly string[] = BOSUN): Daemon =>
    daemon({ LABEL_NAMESPACE: 'deck-chores', STATE_DIR, LOG_FORMAT: '{asctime}|x|{levelname:8}|{message}', DEBUG: 'on' }, command);
  /** It ends with 1, and these words. */
  const refused = async (one: Daemon, why: string): Promise<void> => {
    expect(await one.exited).toBe(1);
    expect(one.lines(/./).map((line) => line.replace(/ on \S+ since \S+Z/, ''))).toEqual([`CRITICAL|STATE_DIR: ${why}.`]);
  };

  unless(noDisk, 'on a disk', () => {
    let small: Disk;
    beforeEach(async () => {
      small = await disk(folder);
    });
    afterEach(() => small.end());
    const again = () => bosun(folder, small.within(...BOSUN));

    it('that is full is not written, jobs go on, and once there is room what happened meanwhile is known to the next start', async () => {
      await engine().script('start app-1 with tick every 1s: true');
      const first = again();
      await first.line(/'tick' finished/);
      small.fill();
      expect(await first.line(/The journal/)).toBe(FULL);
      await first.next(/'tick' finished/);
      await engine().script('start web-1 with nap every 1s: sleep 600');
      await first.line(/'nap', due .*, is exec/);
      small.free();
      expect(await first.line(/The journal is written/)).toBe('INFO    |The journal is written again.');
      const [tick = ''] = await first.next(/'tick', due .* is exec/);
      expect(first.lines(/The journal/)).toHaveLength(2);
      await first.end('SIGKILL');
      const second = again();
      await second.line(/web-1: 'nap', due .*, still runs, since/);
      expect(milliseconds(await second.line(/'tick', due .* is exec/))).toBe(milliseconds(tick));
    });

    it('that is full from the beginning on is not written until there is room', async () => {
      small.fill();
      await engine().script('start app-1 with tick every 1s: true');
      const one = again();
      expect(await one.line(/The journal/)).toBe(FULL);
      await one.line(/'tick' finished/);
      small.free();
      await one.line(/The journal is written again/);
      const [tick = ''] = await one.next(/'tick', due .* is exec/);
      await one.end('SIGKILL');
      expect(milliseconds(await again().line(/'tick', due .* is exec/))).toBe(milliseconds(tick));
    });

    it('that cannot be written to is none', async () => {
      const script = 'mount -o remount,ro "$0" && exec "$@"';
      await refused(bosun(folder, small.within('sh', '-c', script, folder, ...BOSUN)), `${folder}: read-only file system`);
    });
  });

  it.each([
    ['a file', 'file', (path: string) => `${path} is no folder`],
    ['below a file', 'file/below', (path: string) => `${path}: not a directory`],
  ])('that is %s is none, and is left as it is', async (_, name, why) => {
    writeFileSync(join(folder, 'file'), 'mine');
    await refused(bosun(join(folder, name)), why(join(folder, name)));
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  unless(obstacle(NOBODY[0] ?? '', ...NOBODY.slice(1), ...BOSUN, '--version'), 'of another user', () => {
    it.each([
      ['that may not be entered', '', 0o700],
      ['that may not be written', '', 0o755],
      ['that may not be made', 'new', 0o755],
    ])('%s is none, and is left as it is', async (_, name, mode) => {
      chmodSync(folder, mode);
      await refused(bosun(join(folder, name), [...NOBODY, ...BOSUN]), `${join(folder, name)}: permission denied`);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('of another version is none, and is left as it is', async () => {
    const path = join(folder, 'bosun-00000007.ndjson');
    const content = '{"type":"snapshot","version":2,"at":7}\n{"type":"moon.rose","at":8}\n{"type":"to';
    writeFileSync(path, content);
    writeFileSync(join(folder, 'bosun-00000008.ndjson'), '{"type":"snap'); // which would be set aside
    const { mtimeMs } = statSync(path);
    const why = `${path} is of version 2, and this bosun reads version 1: set another STATE_DIR, or start the bosun that wrote it`;
    await refused(bosun(folder), why);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(folder).filter((file) => file !== 'lock')).toEqual(['bosun-00000007.ndjson', 'bosun-00000008.ndjson']);
  });

  it('whose folder is taken away is not written, jobs go on, and another in its place is left alone, which nobody holds', async () => {
    const inner = join(folder, 'inner');
    await engine().script('start app-1 with tick every 1s: true');
    const one = bosun(inner);
    await one.line(/'tick' finished/);
    rmSync(inner, { recursive: true });
    expect(await one.line(/The journal is/)).toMatch(`The journal is not written: ${inner} or its files were taken away`);
    await one.next(/'tick' finished/);
    mkdirSync(inner);
    await one.next(/'tick' finished/, 12); // longer than until it is tried again
    expect([readdirSync(inner), one.lines(/The journal is/)]).toEqual([[], [expect.stringContaining('is not written')]]);
  });

  it.each([
    ['a path longer than the name of a socket may be', (path: string) => join(path, 'long-'.repeat(40))],
    ['a path that is relative to where bosun is started', () => 'relative/state'],
  ])('with %s is kept, and is one alone', async (_, name) => {
    await engine().script('start app-1 with tick every 1s: true');
    const command = ['sh', '-c', 'cd "$0" && exec "$@"', folder, ...BOSUN];
    const first = bosun(name(folder), command);
    const tick = await first.line(/'tick', due .* is exec/);
    await refused(bosun(name(folder), command), `${name(folder)} is the journal of another bosun, process ${first.process.pid}`);
    await first.end('SIGKILL');
    expect(milliseconds(await bosun(name(folder), command).line(/'tick', due .* is exec/))).toBe(milliseconds(tick));
  });
});

/** Of the due time that a line names: where in its second a job's grid lies. */
const milliseconds = (line: string): string => /due \S+?(\.\d+)?Z/.exec(line)?.[1] ?? '.000';
