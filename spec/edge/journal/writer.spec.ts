import { closeSync, readdirSync, readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JournalFact } from '../../../src/facts/fact.ts';
import { ledger } from '../../../src/streams/ledger.ts';
import { journalFolder } from '../../support/journal-folder.ts';

const folder = journalFolder();
afterAll(() => folder[Symbol.dispose]());
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** The number by which our process has this file open. */
const descriptorOf = (path: string): number =>
  Number(readdirSync('/proc/self/fd').find((number) => linkOf(number) === path) ?? expect.fail(`${path} is not open`));

function linkOf(number: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${number}`);
  } catch {
    return undefined; // that of the folder that was read
  }
}

it.runIf(process.platform === 'linux')(
  'a file of which not even that can be told whether it is there still is one that is not written',
  () => {
    const { keep } = folder.open(1 << 20);
    const told: JournalFact[] = [];
    keep({ type: 'docker.reached', at: 1 }, 1, ledger(1).snapshot, (fact) => told.push(fact));
    closeSync(descriptorOf(folder.segments()[0] ?? ''));
    vi.advanceTimersByTime(1_000);
    expect(told).toMatchObject([{ type: 'journal.failed', reason: 'bad file descriptor' }]);
  },
);
