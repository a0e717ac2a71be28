import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hasSyslog } from '../../../src/edge/clustercron/syslog.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bosun-syslog-'));
  path = join(folder, 'log');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('there is none where there is no socket', async () => {
  expect(await hasSyslog(path)).toBe(false);
});

it('there is none where a file stands in the place of the socket', async () => {
  writeFileSync(path, '');
  expect(await hasSyslog(path)).toBe(false);
});

it('there is one where somebody listens, and none at the socket that is left when they have gone', async () => {
  const server = createServer((socket) => socket.resume()).listen(path);
  await once(server, 'listening');
  expect(await hasSyslog(path)).toBe(true);
  const left = join(folder, 'left');
  linkSync(path, left); // the server removes only the name that it has made
  expect(await hasSyslog(left)).toBe(true);
  server.close();
  await once(server, 'close');
  expect(await hasSyslog(left)).toBe(false);
});

const DATAGRAMS = `use Socket; $| = 1; socket(S, AF_UNIX, SOCK_DGRAM, 0) && bind(S, sockaddr_un($ARGV[0])) or die; print "bound"; <STDIN>`;
const perl = spawnSync('perl', ['-MSocket', '-e', '1']).status === 0;

it.runIf(perl)(
  'where perl is there to open one: there is one at a socket of datagrams, as /dev/log is, until its owner has gone',
  async () => {
    const owner = spawn('perl', ['-e', DATAGRAMS, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    const gone = once(owner, 'exit');
    await once(owner.stdout, 'data');
    expect(await hasSyslog(path)).toBe(true);
    owner.stdin.end();
    await gone;
    expect(await hasSyslog(path)).toBe(false);
  },
);
