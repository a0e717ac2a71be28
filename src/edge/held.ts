import { connect, createServer } from 'node:net';
import { Observable } from 'rxjs';

/**
 * Holds a name on this host for as long as our process lives; gives what its holder says of itself where another has it, else undefined.
 * It is that of a Unix socket in Linux's abstract namespace, which no process leaves behind: https://man7.org/linux/man-pages/man7/unix.7.html
 */
export const held = (name: string, self: string): Observable<string | undefined> =>
  new Observable((subscriber) => {
    if (process.platform !== 'linux') return settle(undefined); // where there are no such names
    let tries = 0;
    function settle(other: string | undefined): void {
      subscriber.next(other);
      subscriber.complete();
    }
    const hold = () => {
      const server = createServer((socket) => socket.on('error', () => undefined).end(self, () => socket.destroy()));
      server.on('error', (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'EADDRINUSE') subscriber.error(cause);
        else ask();
      });
      server.listen(`\0${name}`, () => {
        server.unref();
        settle(undefined);
      });
    };
    /** Its holder may have ended meanwhile. */
    const ask = () => {
      let said = '';
      const socket = connect(`\0${name}`).setEncoding('utf8');
      const limit = setTimeout(() => socket.destroy(), PATIENCE);
      socket.on('data', (text: string) => {
        said = (said + text).slice(0, LONGEST);
        if (said.length === LONGEST) socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearTimeout(limit);
        if (said !== '') settle(said);
        else if (++tries < TRIES) setTimeout(hold, SOON);
        else settle('which does not answer');
      });
    };
    hold();
  });

/** Milliseconds. */
const PATIENCE = 1_000;
const SOON = 20;

const TRIES = 5;

/** Characters. */
const LONGEST = 200;
