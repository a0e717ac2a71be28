import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';
import type { Duration } from '../facts/job.ts';
import { Refused } from '../streams/reason.ts';
import { printable } from '../words/printable.ts';

/** What is said to one `ssh` and what it answers; errors with ssh's own words where it fails. Tells `ready` with the first that is answered. */
export class SshConnection extends Duplex {
  readonly #ssh: ChildProcessByStdio<Writable, Readable, Readable>;
  #complaint = '';
  #isReady = false;
  #leisure: NodeJS.Timeout | undefined;
  readonly #idle: Duration;

  /** `idle`: how long it is kept while nobody uses it. */
  constructor(words: readonly string[], idle: Duration) {
    super({ allowHalfOpen: false });
    this.#idle = idle;
    // In a session of its own: a Ctrl-C is for bosun, which may wait for its runs.
    const ssh = spawn('ssh', words, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#ssh = ssh;
    ssh.stdin.on('error', () => undefined); // it is gone; `exit` tells
    ssh.stdout.on('data', (chunk: Uint8Array) => {
      if (!this.#isReady) this.emit('ready');
      this.#isReady = true;
      if (!this.push(chunk)) ssh.stdout.pause();
    });
    ssh.stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaint = (this.#complaint + text).slice(-4096)));
    ssh.on('error', (cause: NodeJS.ErrnoException) =>
      this.destroy(new Refused(cause.code === 'ENOENT' ? 'there is no ssh in PATH' : `ssh: ${cause.message}`)),
    );
    const ended = (code: number | null, signal: string | null) => {
      if (code === 0 && this.#isReady) this.push(null);
      else this.destroy(new Refused(this.#reason(signal ?? `exit code ${code}`)));
    };
    ssh.once('close', ended);
    ssh.once('exit', (...how) => setTimeout(() => this.readableEnded || ended(...how), LINGER)); // what it left behind may hold its stderr
  }

  #reason(how: string): string {
    const last = printable(this.#complaint.trim().split('\n').at(-1)?.trim() ?? '').replace(/\.$/, '');
    return last === '' ? `ssh ended with ${how}` : last.startsWith('ssh: ') ? last : `ssh: ${last}`;
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#ssh.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#ssh.stdin.end(() => done());
  }

  override _destroy(cause: Error | null, done: (cause: Error | null) => void): void {
    clearTimeout(this.#leisure);
    this.#ssh.kill();
    done(cause);
  }

  // What http asks of a socket, which is ssh's.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  /** Somebody uses it again. */
  ref(): this {
    clearTimeout(this.#leisure);
    return this;
  }
  /** Nobody uses it any more, so far. */
  unref(): this {
    this.#leisure = setTimeout(() => this.destroy(), this.#idle);
    return this;
  }
}

/** Milliseconds. */
const LINGER = 200;
