import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A program `ssh` that leads to an engine's socket, and writes down how it was called. */
export interface SshStandIn {
  /** Has it first in PATH. */
  readonly path: string;
  readonly told: () => readonly Told[];
  /** From now on it ends at once, with these words on stderr; without words it does as before. */
  readonly fail: (words?: string) => void;
  readonly remove: () => void;
}

interface Told {
  /** `answered` is the first that comes back. */
  readonly what: 'begun' | 'answered';
  readonly pid: number;
  readonly words: string;
}

export function sshStandIn(socket: string): SshStandIn {
  const folder = mkdtempSync(join(tmpdir(), 'bosun-ssh-'));
  const [log, complaint] = [join(folder, 'log'), join(folder, 'complaint')];
  writeFileSync(join(folder, 'ssh.cjs'), standIn({ socket, log, complaint }));
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\nexec '${process.execPath}' '${join(folder, 'ssh.cjs')}' "$@"\n`, { mode: 0o755 });
  return {
    path: [folder, process.env.PATH].join(delimiter),
    told: () =>
      (existsSync(log) ? readFileSync(log, 'utf8') : '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Told),
    fail: (words) => (words === undefined ? rmSync(complaint) : writeFileSync(complaint, words)),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const standIn = (files: { socket: string; log: string; complaint: string }): string => `
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { socket, log, complaint } = ${JSON.stringify(files)};
const tell = (what) => appendFileSync(log, JSON.stringify({ what, pid: process.pid, words: process.argv.slice(2).join(' ') }) + '\\n');
tell('begun');
if (existsSync(complaint)) {
  process.stderr.write(readFileSync(complaint, 'utf8'));
  process.exitCode = 255;
} else {
  setTimeout(() => {
    const engine = require('node:net').connect(socket);
    engine.once('data', () => tell('answered'));
    engine.on('end', () => process.stdin.destroy());
    process.stdin.pipe(engine).pipe(process.stdout);
  }, 100); // as a login takes a moment
}
`;
