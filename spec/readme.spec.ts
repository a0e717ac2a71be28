import { readFileSync } from 'node:fs';
import { asyncScheduler, concat, delay, merge, of } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Fact, Listed } from '../src/facts/fact.ts';
import { watch } from '../src/index.ts';
import { log, logFormat } from '../src/edge/log.ts';
import { readContainer } from '../src/labels/container.ts';
import type { Exec } from '../src/streams/runs.ts';
import { info } from '../src/words/line.ts';
import { defaults } from '../src/labels/defaults.ts';
import { virtualTime } from './support/virtual-time.ts';

const README = readFileSync('README.md', 'utf8');
const zone = process.env.TZ;

beforeEach(() => {
  process.env.TZ = 'UTC';
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  process.env.TZ = zone;
  vi.useRealTimers();
});

/** The service of the README's compose file, as Compose 1 names its containers. */
const LABELS = {
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': 'web',
  ...Object.fromEntries(
    [...README.matchAll(/^ +(deck-chores\.\S+): (?:"(.*)"|(.*))$/gm)].map(([, key = '', quoted, plain]) => [key, quoted ?? plain ?? '']),
  ),
};

const found = (name: string, startedAt: number): Listed => ({
  ...readContainer(name, name, LABELS, defaults),
  condition: 'running',
  startedAt,
});

/** The first command of the README, which says one line. */
const exec: Exec = () =>
  concat(
    of({ type: 'begun', exec: 'e' } as const),
    of({ type: 'ended', exitCode: 0, output: 'Cache cleared.\n' } as const).pipe(delay(193)),
  );

/** What bosun writes from `from` on, of these facts. */
async function written(from: string, happens: readonly (readonly [string, (at: number) => Fact])[], until: string): Promise<string> {
  let text = '';
  const streams = { stdout: (line: string) => (text += line), stderr: () => expect.unreachable() };
  const say = await log(streams, { debug: false, format: logFormat('{asctime}|{levelname:8}|{message}'), stderrLevel: undefined });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const begin = Date.parse(from);
  virtualTime(begin).run(() => {
    vi.setSystemTime(begin);
    say(info(`bosun ${version} started.`));
    const time = (at: string) => Date.parse(at) - begin;
    const facts$ = merge(...happens.map(([at, fact]) => of(fact(Date.parse(at))).pipe(delay(time(at)))));
    const running = watch({
      facts$,
      exec,
      end: () => of(),
      log: (line) => {
        vi.setSystemTime(asyncScheduler.now());
        say(line);
      },
      poolSize: 10,
      shutdownGrace: 8_000,
      random: () => 0,
    }).subscribe();
    asyncScheduler.schedule(() => running.unsubscribe(), time(until));
  });
  return text;
}

const reached = (at: number): Fact => ({ type: 'docker.reached', at });
const listed = (at: number): Fact => ({
  type: 'docker.listed',
  at,
  again: false,
  containers: [found('shop_web_1', 1), found('shop_web_2', 2)],
});

it('the log that README shows is the log of what it says, line for line', async () => {
  const died = (at: number): Fact => ({ type: 'container.died', at, service: found('shop_web_1', 1).service, id: 'shop_web_1' });
  const text = await written(
    '2026-11-22T02:00:00.012Z',
    [
      ['2026-11-22T02:00:00.031Z', reached],
      ['2026-11-22T02:00:00.047Z', listed],
      ['2026-11-22T02:07:13.377Z', died],
    ],
    '2026-11-22T02:10:00.100Z',
  );
  expect(README.split('```')[3]?.trim()).toBe(text.trim());
});

it('the list that docs/settings.md shows is that of the same service', async () => {
  const text = await written(
    '2026-11-22T02:00:00.012Z',
    [
      ['2026-11-22T02:00:00.047Z', listed],
      ['2026-11-22T02:06:00.001Z', (at) => ({ type: 'jobs.requested', at })],
    ],
    '2026-11-22T02:06:00.100Z',
  );
  const shown = /```\n([^`]*Listing[^`]*)```/.exec(readFileSync('docs/settings.md', 'utf8'))?.[1];
  expect(shown?.trim()).toBe(text.slice(text.indexOf('2026-11-22 02:06')).trim());
});
