import { rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { Observable, of } from 'rxjs';

/**
 * Holds a name on this host for as long as our process lives; gives what its holder says of itself where another has it, else undefined.
 * It is that of a Unix socket in Linux's abstract namespace, which no process leaves behind: https://man7.org/linux/man-pages/man7/unix.7.html
 */
export const held = (name: string, self: string): Observable<string | undefined> =>
  process.platform === 'linux' ? heldAt(`\0${name}`, self) : of(undefined); // where there are no such names

/** Holds the socket at this path likewise, which reaches into containers. One that a process has left behind is taken. */
export const heldAt = (path: string, self: string): Observable<string | undefined> =>
  new Observable((subscriber) => {
    let tries = 0;
    let refused: string | undefined; // one that is about to listen refuses once
    const settle = (other: string | undefined) => {
      subscriber.next(other);
      subscriber.complete();
    };
    const hold = () => {
      const server = createServer((socket) => socket.on('error', () => undefined).end(self, () => socket.destroy()));
      server.on('error', (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'EADDRINUSE') subscriber.error(cause);
        else ask();
      });
      server.listen(path, () => {
        server.unref();
        settle(undefined);
      });
    };
    /** Its holder may have ended meanwhile. */
    const ask = () => {
      const found = socketAt(path);
      let said = '';
      const socket = connect(path).setEncoding('utf8');
      const limit = setTimeout(() => socket.destroy(), PATIENCE);
      socket.on('data', (text: string) => {
        said = (said + text).slice(0, LONGEST);
        if (said.length === LONGEST) socket.destroy();
      });
      socket.on('error', (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ECONNREFUSED') return;
        if (found !== undefined && found === refused && found === socketAt(path)) rmSync(path, { force: true });
        refused = found;
      });
      socket.on('close', () => {
        clearTimeout(limit);
        if (said !== '') settle(said);
        else if (++tries < TRIES) setTimeout(hold, SOON);
        else settle('which does not answer');
      });
    };
    hold();
  });

/** Which one it is: the number of a file that is gone may soon be another's. None of what is no socket, or no path. */
function socketAt(path: string): string | undefined {
  const file = path.startsWith('\0') ? undefined : statSync(path, { bigint: true, throwIfNoEntry: false });
  return file?.isSocket() ? `${file.dev} ${file.ino} ${file.ctimeNs}` : undefined;
}

/** Milliseconds. */
const PATIENCE = 1_000;
const SOON = 20;

const TRIES = 5;

/** Characters. */
const LONGEST = 200;
