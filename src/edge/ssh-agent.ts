import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import type { Duration } from '../facts/job.ts';
import type { SshAddress } from './engine-address.ts';
import { SshConnection } from './ssh-connection.ts';

/** Connections through `ssh HOST docker system dial-stdio`, as Docker's own client makes them: keys, host keys and the rest are ssh's. */
export class SshAgent extends Agent {
  readonly #words: readonly string[];
  readonly #idle: Duration;
  readonly #open = new Set<SshConnection>();
  readonly #waiting: (() => void)[] = [];
  #beginning = 0;

  constructor(address: SshAddress, idle = IDLE) {
    super({ keepAlive: true, maxFreeSockets: KEPT });
    this.#idle = idle;
    this.#words = sshWords(address);
    process.once('exit', () => this.#open.forEach((connection) => connection.destroy()));
  }

  override createConnection(_options: unknown, created: (cause: Error | null, connection: Duplex) => void): undefined {
    this.#waiting.push(() => created(null, this.#connection()));
    this.#begin();
  }

  #begin(): void {
    while (this.#beginning < AT_ONCE) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#beginning++;
      next();
    }
  }

  #connection(): SshConnection {
    const connection = new SshConnection(this.#words, this.#idle);
    let isBeginning = true;
    const begun = () => {
      if (isBeginning) this.#beginning--;
      isBeginning = false;
      this.#begin();
    };
    this.#open.add(connection);
    return connection.once('ready', begun).once('close', () => {
      this.#open.delete(connection);
      begun();
    });
  }

  /** docker-modem inspects what it sends as deeply as it goes, at every request. */
  [inspect.custom](): string {
    return 'SshAgent';
  }
}

/** Milliseconds that a connection which nobody uses is kept: the engine is asked something every half a minute. */
const IDLE = 60_000;

/** So many of them: a run takes two, one after the other. */
const KEPT = 10;

/** So many log in at the same time: of ten and more sshd turns some away (MaxStartups). */
const AT_ONCE = 5;

/** `ssh HOST docker system dial-stdio`, which asks for nothing and gives up after half a minute. */
export function sshWords({ host, port, user, path }: Omit<SshAddress, 'text' | 'way'>): readonly string[] {
  return [
    ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=30', '-T'],
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...['--', host, 'docker'],
    ...(path === undefined ? [] : ['--host', quoted(`unix://${path}`)]),
    ...['system', 'dial-stdio'],
  ];
}

/** For the shell over there. */
const quoted = (word: string): string => (/^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
