import { concatMap, map, toArray, type Observable } from 'rxjs';
import { chunks } from './call.ts';
import { demultiplexer } from './demultiplex.ts';
import type { Engine } from './engine.ts';
import { mark, type Strike, type Struck } from './strike.ts';

/**
 * Sends signals by the shell of the container, which needs nothing but its own words. As the job's user to those whose environment has the
 * run's id, which nobody else may read; then as root to all of their sessions, since a child may be another user's.
 */
export function shellStrike(engine: Engine, { id, container, user }: Struck): Strike {
  const sessions = new Set<string>();
  const run = (script: string, as: string | undefined, words: readonly string[]) => said(engine, container, script, as, words);
  return (signal) =>
    run(BY_MARK, user === '' ? undefined : user, [signal, mark(id)]).pipe(
      concatMap(({ exitCode, words }) => {
        if (exitCode === 126 || exitCode === 127) throw new NoShell('there is no shell in its container that could signal its processes');
        words.forEach(([, session = '']) => sessions.add(session));
        const found = words.map(([pid]) => pid);
        return run(BY_SESSION, '0', [signal, ...sessions]).pipe(
          map(({ words: others }) => new Set([...found, ...others.map(([pid]) => pid)]).size),
        );
      }),
    );
}

export class NoShell extends Error {}

/** Every process that lives: `$p` its id, `$4` its session. A name may hold anything, a line's end too. */
const EACH = `for d in /proc/[0-9]*; do
  p=\${d#/proc/} t=
  while IFS= read -r l; do t="$t $l"; done 2>/dev/null <"$d/stat"
  set -- \${t##*) }
  case $1 in ''|Z|X) continue;; esac
`;

const BY_MARK = `s=$1 m=$2
${EACH}
  f=
  while IFS= read -r l || [ -n "$l" ]; do case $l in *"$m"*) f=1; break;; esac; done 2>/dev/null <"$d/environ"
  [ "$f" ] || continue
  kill -"$s" "$p" 2>/dev/null
  echo "$p $4"
done
`;

/** Never the session of the container's own first process. */
const BY_SESSION = `s=$1
shift
w=" $* "
${EACH}
  [ "$p" = 1 ] && w=" \${w%% $4 *} \${w#* $4 } "
done
${EACH}
  case $w in *" $4 "*) ;; *) continue;; esac
  kill -"$s" "$p" 2>/dev/null
  echo "$p"
done
`;

/** What a script in a container says, in words by line, and how it ends. */
const said = (
  engine: Engine,
  container: string,
  script: string,
  user: string | undefined,
  words: readonly string[],
): Observable<{ readonly exitCode: number | null; readonly words: readonly (readonly string[])[] }> =>
  engine
    .createExec(container, {
      AttachStdout: true,
      AttachStderr: true,
      Cmd: ['sh', '-c', script, 'sh', ...words],
      WorkingDir: '/',
      ...(user === undefined ? {} : { User: user }),
    })
    .pipe(
      concatMap((exec) => {
        const demultiplex = demultiplexer();
        return engine.startExec(exec).pipe(
          concatMap(chunks),
          map((chunk) => demultiplex(chunk).flatMap(({ stream, bytes }) => (stream === 'stdout' ? [Buffer.from(bytes)] : []))),
          toArray(),
          concatMap((pieces) => {
            const lines = Buffer.concat(pieces.flat())
              .toString()
              .split('\n')
              .filter((line) => /^\d+( \d+)?$/.test(line));
            return engine.inspectExec(exec).pipe(map(({ exitCode }) => ({ exitCode, words: lines.map((line) => line.split(' ')) })));
          }),
        );
      }),
    );
