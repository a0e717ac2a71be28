import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withHost } from '../support/host.ts';

// What becomes of the command: its words, its stdin, its output, its end, and the signals that were meant for us.

describe('the words', () => {
  it.each([
    [`printf '%s|' -v --help -- 'a b' '$HOME' '*'`, '-v|--help|--|a b|$HOME|*|'],
    [`echo elb alb`, 'elb alb\n'],
    [`sh -c 'echo "$1"' sh -o`, '-o\n'],
  ])('%s reach it untouched, without a shell', (words, stdout) =>
    withHost(async ({ sh }) => expect(await sh(`clustercron -o elb mylbname ${words}`)).toEqual({ code: 0, stdout, stderr: '' })),
  );

  it('may begin with a dash', () =>
    withHost(async ({ sh, file }) => {
      await file('-run', '#!/bin/sh\necho "$0 $1"\n', 0o755);
      expect(await sh('clustercron -o elb mylbname -run --x', { PATH: `${process.cwd()}/bin:/usr/bin:/bin:.` })).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/-run --x\n$/) as unknown,
      });
    }));
});

describe('how it ends', () => {
  it.each([
    ['its own code', `sh -c 'exit 42'`, 42],
    ['128 and the number of a signal', `sh -c 'kill -TERM $$'`, 143],
    ['127 where it is not found', 'nosuchcommand', 127],
    ['126 where it may not be run', './plain', 126],
    ['126 where it is a folder', './folder', 126],
    ['that of sh where a script names no interpreter', './noscript', 6],
  ])('%s', (_, words, code) =>
    withHost(async ({ sh, file, home }) => {
      await file('plain', '#!/bin/sh\n');
      await file('noscript', 'exit 6\n', 0o755);
      await mkdir(join(home, 'folder'));
      expect(await sh(`clustercron elb mylbname ${words}`)).toMatchObject({ code, stdout: '' });
    }),
  );

  it('a command that cannot be run is named', () =>
    withHost(async ({ sh }) => {
      expect((await sh('clustercron elb mylbname nosuchcommand')).stderr).toBe(
        'ERROR    clustercron.main : nosuchcommand: command not found\n',
      );
    }));
});

describe('its output', () => {
  it('goes through byte for byte with -o', () =>
    withHost(async ({ sh }) => {
      const bytes = String.raw`printf '\000\377\033[1mx\n\n y'; printf '\001e' >&2`;
      expect(await sh(`clustercron -o elb mylbname sh -c "$BYTES"`, { BYTES: bytes })).toEqual({
        code: 0,
        stdout: '\0\xff\x1b[1mx\n\n y',
        stderr: '\x01e',
      });
    }));

  it('goes through as it comes', () =>
    withHost(async ({ sh }) => {
      // The command waits for what only somebody who has read its first line makes.
      const command = `sh -c 'echo first; while [ ! -e seen ]; do sleep 0.05; done; echo last'`;
      expect(await sh(`clustercron -o elb mylbname ${command} | { read line; touch seen; echo "$line"; cat; }`)).toMatchObject({
        stdout: 'first\nlast\n',
      });
    }));

  it('is logged and goes through with -v and -o', () =>
    withHost(async ({ sh }) => {
      const { stdout, stderr } = await sh(`clustercron -v -o elb mylbname sh -c 'printf "a\\n\\033b\\n"; echo c >&2; exit 3'`);
      expect(stdout).toBe('a\n\x1bb\n');
      expect(stderr.split('\n').slice(3)).toEqual([
        'c',
        'INFO     clustercron.main : stdout: a',
        'INFO     clustercron.main : stdout: \\x1bb',
        'INFO     clustercron.main : stderr: c',
        'INFO     clustercron.main : returncode: 3',
        '',
      ]);
    }));

  it('is not kept whole for the log: its two ends are', () =>
    withHost(async ({ sh }) => {
      const { stderr } = await sh(
        `clustercron -v elb mylbname sh -c 'echo begin; head -c 20000000 /dev/zero | tr "\\0" x; echo; echo end'`,
      );
      expect(stderr.split('\n').map((line) => line.slice(0, 60).replace(/x+/, 'x…'))).toEqual(
        expect.arrayContaining(['begin', 'x…', 'end'].map((text) => `INFO     clustercron.main : stdout: ${text}`)) as unknown,
      );
      expect(stderr).toMatch(/stdout: … \d+ bytes left out …\n/);
      expect(stderr.length).toBeLessThan(2_000_000);
    }));

  it('is read no longer than a moment from what it has left in the background', () =>
    withHost(async ({ sh }) => {
      const { code, stderr } = await sh(
        `clustercron -v elb mylbname sh -c 'sleep 30 & echo $! > pid; echo done'; code=$?; kill $(cat pid); exit $code`,
      );
      expect(code).toBe(0);
      expect(stderr).toContain('stdout: done\n');
    }));
});

it('its stdin is ours', () =>
  withHost(async ({ sh }) => expect(await sh('echo words | clustercron -o elb mylbname cat')).toMatchObject({ stdout: 'words\n' })));

it('its environment is ours, with nothing of our own in it', () =>
  withHost(async ({ sh }) => {
    const { stdout } = await sh('clustercron -o elb mylbname env | sort > inside; env | sort > outside; diff inside outside');
    expect(stdout.split('\n').filter((line) => /^[<>]/.test(line) && !/^[<>] _=/.test(line))).toEqual([]);
  }));

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s is passed on, and its end is ours', (signal) =>
  withHost(async ({ home, aws, imds }) => {
    const script = `trap 'echo caught; exit 5' TERM INT HUP; echo ready; while :; do sleep 0.05; done`;
    const child = spawn('bin/clustercron', ['-o', 'elb', 'mylbname', 'sh', '-c', script], {
      env: {
        HOME: home,
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL: aws.url,
        AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url,
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'y',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output === 'ready\n') child.kill(signal);
    }
    expect(await exited).toEqual([5, null]);
    expect(output).toBe('ready\ncaught\n');
  }),
);

it('its output may be opened by its name, as a pipe may, when it is logged too', () =>
  withHost(async ({ sh }) => {
    const { code, stdout, stderr } = await sh(
      `clustercron -v -o elb mylbname sh -c 'echo a > /dev/stdout; echo b > /dev/stderr' 2> errors; code=$?; cat errors >&2; exit $code`,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'a\n' });
    expect(stderr).toContain('INFO     clustercron.main : stderr: b\n');
  }));

it.each(['| head -1', '> /dev/full'])('whose output nobody takes (%s) goes on to its end', (where) =>
  withHost(async ({ sh }) => {
    await sh(
      `clustercron -v -o elb mylbname sh -c 'head -c 5000000 /dev/zero; touch ended' 2> log ${where}; while [ ! -e ended ]; do sleep 0.05; done`,
    );
    expect((await sh('grep returncode log')).stdout).toBe('INFO     clustercron.main : returncode: 0\n');
  }),
);

it('a command that we may not signal is waited for', () =>
  withHost(async ({ sh }) => {
    // As nobody, with a command that has become root: what sudo does.
    const { code, stderr } = await sh(
      `cp "$(command -v setpriv)" as-root; chmod 4755 as-root; chmod a+rx .
       setpriv --reuid 12345 --regid 12345 --clear-groups clustercron -o elb mylbname ./as-root --reuid 0 sleep 2.25 &
       until ps -eo args | grep -q '^sleep 2.25$'; do sleep 0.05; done
       kill -TERM $!; wait $!`,
    );
    expect(stderr).toContain('WARNING  clustercron.main : ./as-root: cannot be signalled: EPERM\n');
    expect(code).toBe(0);
  }));
