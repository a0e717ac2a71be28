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
      const found = inode(path);
      let said = '';
      let isStale = false;
      const socket = connect(path).setEncoding('utf8');
      const limit = setTimeout(() => socket.destroy(), PATIENCE);
      socket.on('data', (text: string) => {
        said = (said + text).slice(0, LONGEST);
        if (said.length === LONGEST) socket.destroy();
      });
      socket.on('error', (cause: NodeJS.ErrnoException) => {
        isStale = cause.code === 'ECONNREFUSED' && found !== undefined && found === inode(path);
        if (isStale) rmSync(path, { force: true });
      });
      socket.on('close', () => {
        clearTimeout(limit);
        if (said !== '') settle(said);
        else if (++tries < TRIES) setTimeout(hold, isStale ? 0 : SOON);
        else settle('which does not answer');
      });
    };
    hold();
  });

/** Of a socket; none of a name that is no path. */
function inode(path: string): bigint | undefined {
  const found = path.startsWith('\0') ? undefined : statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isSocket() ? found.ino : undefined;
}

/** Milliseconds. */
const PATIENCE = 1_000;
const SOON = 20;

const TRIES = 5;

/** Characters. */
const LONGEST = 200;
