import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../support/files.ts';
import { withSimulatedEngine } from '../support/world.ts';

const RECORDING = 'spec/recordings/journal-a-full-pool-and-other-definitions.ndjson';
const NAME = 'bosun-00000001.ndjson';

/** Runs the built program to its end. */
const bosun = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  spawnSync('bin/bosun', words, { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8', timeout: 20_000, maxBuffer: 1 << 28 });

/** A folder with a recording in it. */
function journal(): string {
  const folder = folderOf({});
  copyFileSync(RECORDING, join(folder, NAME));
  return folder;
}

describe.each(['replay', 'history'])('bosun %s', (command) => {
  it.each([
    [['--help'], new RegExp(`^usage: bosun ${command} `)],
    [['-h'], new RegExp(`^usage: bosun ${command} `)],
    [[RECORDING], /'?hasty'?/],
    [[RECORDING, '--job', 'hasty', '--json'], /^\{".*hasty/],
  ])('answers %j', (words, out) => {
    const { status, stdout, stderr } = bosun([command, ...words]);
    expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(out), '']);
  });

  it.each([
    [[], 'which journal is not said: name its folder, or set STATE_DIR as bosun has it'],
    [['/nowhere'], '/nowhere: no such file or directory'],
    [['spec'], 'spec: there is no journal, whose files are named bosun-00000001.ndjson and so on'],
    [['package.json'], 'package.json does not begin with what was known before, as a segment of a journal does'],
    [[RECORDING, '--jsno'], '"--jsno" is no option, did you mean "--json"?'],
    [[RECORDING, 'b\u001b[31m'], `"b\\x1b[31m" is one too many beside "${RECORDING}"`],
  ])('refuses %j', (words, fault) => {
    const { status, stdout, stderr } = bosun([command, ...words]);
    expect([status, stdout, stderr]).toEqual([1, '', `bosun ${command}: ${fault}\n`]);
  });

  it('reads the journal of STATE_DIR where none is named, and of a folder what of a file', () => {
    const folder = journal();
    const said = bosun([command, RECORDING]).stdout;
    expect(bosun([command], { STATE_DIR: folder }).stdout).toBe(said);
    expect(bosun([command, folder], { STATE_DIR: '/nowhere' }).stdout).toBe(said);
  });

  it('tells what it cannot read, and the rest; a line that is being written is none', () => {
    const folder = journal();
    const said = bosun([command, RECORDING]).stdout;
    appendFileSync(join(folder, NAME), `nonsense\n${'x'.repeat(5 << 20)}\n{"type":"run.d`);
    const lines = readFileSync(RECORDING, 'utf8').trim().split('\n').length;
    expect(bosun([command, folder])).toMatchObject({
      status: 0,
      stdout: said,
      stderr: `bosun ${command}: 2 lines cannot be read, and are left out: ${NAME}:${lines + 1}, ${NAME}:${lines + 2}\n`,
    });
  });

  it('ends quietly when nobody reads on, and says that a disk is full', () => {
    const folder = folderOf({ [NAME]: readFileSync(RECORDING, 'utf8').repeat(300) });
    const piped = spawnSync('bash', ['-c', `set -o pipefail; bin/bosun ${command} ${folder} | head -n 2`], { encoding: 'utf8' });
    expect([piped.status, piped.stdout.split('\n').length, piped.stderr]).toEqual([0, 3, '']);
    const full = spawnSync('bash', ['-c', `bin/bosun ${command} ${folder} > /dev/full`], { encoding: 'utf8' });
    expect([full.status, full.stderr]).toEqual([1, `bosun ${command}: stdout: no space left on device\n`]);
  });
});

it('bosun says which commands it has', () => {
  expect(bosun(['--help']).stdout).toMatch(/bosun replay .*\n.*bosun history /);
});

it('what was heard before --from is left out, and counts; what was heard at --to and later is left out', () => {
  const moments = (words: readonly string[]) =>
    bosun(['replay', RECORDING, '--json', ...words])
      .stdout.trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { at: number }).at);
  const all = moments([]);
  const middle = all[Math.floor(all.length / 2)]!;
  const time = new Date(middle).toISOString();
  expect(moments(['--from', time])).toEqual(all.filter((at) => at >= middle));
  expect(moments(['--to', time])).toEqual(all.filter((at) => at < middle));
  expect(bosun(['replay', RECORDING, '--from', time]).stdout).toContain('Reassigned');
  expect(bosun(['replay', RECORDING, '--from', time, '--to', time])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `bosun replay: --from: "${time}" is not before --to, "${time}"\n`,
  });
});

it('history tells the last, and those that failed', () => {
  const rows = (...words: readonly string[]) =>
    bosun(['history', RECORDING, ...words])
      .stdout.trim()
      .split('\n')
      .slice(1);
  const all = rows();
  expect(rows('--last', '2').map(squeezed)).toEqual(all.slice(-2).map(squeezed));
  const failed = all.filter((row) => / (exit [1-9]\d*|missed|refused) /.test(row));
  expect(failed.length).toBeGreaterThan(2);
  expect(rows('--failed').map(squeezed)).toEqual(failed.map(squeezed));
  expect(rows('--failed', '--last', '1').map(squeezed)).toEqual(failed.slice(-1).map(squeezed));
  expect(bosun(['history', RECORDING, '--job', 'other']).stdout).toBe(
    `The journal tells of ${all.length} runs, and none of them is asked for.\n`,
  );
});

const squeezed = (row: string): string => row.replace(/ +/g, ' ');

withSimulatedEngine('the journal of a bosun that runs', ({ daemon }, engine) => {
  it('can be read meanwhile, is told as the log told it, and has no value of env', async () => {
    const folder = folderOf({});
    const made = daemon({ LABEL_NAMESPACE: 'deck-chores', STATE_DIR: folder, DEBUG: 'on' });
    await made.line(/Listening/);
    await engine().script('start web-1 with tick every 1s: true, nap every 1s: sleep 30');
    await made.line(/Refused 'nap'/);
    await made.next(/'tick' finished/);
    const [replay, history] = [bosun(['replay', folder]), bosun(['history', folder])];
    expect([replay.status, replay.stderr, history.status, history.stderr]).toEqual([0, '', 0, '']);
    expect(history.stdout).toMatch(/ running +nap +web-1\n/);
    expect(history.stdout).toMatch(/ refused +nap +web-1 +max is 1, and it still runs in web-1\n/);
    const log = made.lines(/./);
    made.process.kill('SIGUSR1'); // which is no fact of a journal
    await made.line(/Listing 2 jobs/);
    const exited = once(made.process, 'exit');
    made.process.kill('SIGKILL');
    await exited;
    const told = bosun(['replay', folder]).stdout;
    expect(log.filter((line) => !told.includes(line))).toEqual([`A new journal begins in ${folder}.`]);
  });
});

it('neither loads what talks to an engine', async () => {
  const child = spawn(process.execPath, ['dist/bosun.js', 'replay', '--help'], {
    env: { ...process.env, NODE_DEBUG: 'esm' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let loaded = '';
  child.stderr.on('data', (chunk: Buffer) => (loaded += chunk.toString()));
  await once(child, 'close');
  expect(loaded).toMatch(/dist\/bosun\/replay-/);
  expect(loaded).not.toMatch(/dist\/bosun\/daemon-/);
});
