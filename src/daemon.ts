import { catchError, concat, defer, EMPTY, merge, of, tap, throwError } from 'rxjs';
import packageJson from '../package.json' with { type: 'json' };
import { alone, NotAlone } from './edge/alone.ts';
import { cluster } from './edge/aws/cluster.ts';
import { readyForSdk } from './edge/aws/ready-for-sdk.ts';
import { client } from './edge/client.ts';
import { docker } from './edge/docker.ts';
import { end } from './edge/end.ts';
import { clusterNews } from './edge/cluster-settings.ts';
import { engine } from './edge/engine.ts';
import { exec, follow } from './edge/exec.ts';
import { openJournal } from './edge/journal/journal.ts';
import { JournalRefused } from './edge/journal/refused.ts';
import { log } from './edge/log.ts';
import { readSettings, type Settings } from './edge/settings.ts';
import { answeringLists, signals } from './edge/signals.ts';
import type { Fact } from './facts/fact.ts';
import { watch } from './index.ts';
import { reasonOf } from './streams/reason.ts';
import { critical, debug, info, warning } from './words/line.ts';

/** Exit codes: 0 ended by a signal, 1 the settings or the engine are not as they must be, 3 our bug. */
async function daemon(settings: Settings, warnings: readonly string[]): Promise<void> {
  const say = await log({ stdout: (text) => process.stdout.write(text), stderr: (text) => process.stderr.write(text) }, settings.log);
  const fail = (code: 1 | 3, message: string) => {
    say(critical(message));
    leave(code);
  };
  process.stdout.on('error', () => undefined); // nobody reads the log any more: jobs go on
  const refused = (cause: unknown) => {
    if (cause instanceof JournalRefused) fail(1, `STATE_DIR: ${cause.message}.`);
    else bug(cause);
    return new Promise<never>(() => undefined); // we end
  };
  const bug = (cause: unknown) => fail(3, `A bug in bosun: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  process.on('uncaughtException', bug);

  const journal = settings.journal && (await openJournal(settings.journal.folder, settings.journal.limit).catch(refused));
  process.on('exit', () => journal?.close());
  const api = engine(client(settings.engine), settings.clientTimeout);
  let found = false;
  const absent = (reason: string) =>
    new Absent(`No engine answers at ${settings.engine.address.text}: ${reason}. DOCKER_HOST says where it is.`);
  const alone$ = alone(api, settings.engine.address.text, settings.labels.namespace).pipe(
    catchError((cause: unknown) => throwError(() => (cause instanceof NotAlone ? cause : absent(reasonOf(cause))))),
  );
  const facts$ = docker(api, { defaults: settings.labels, images: settings.images, random: Math.random }).pipe(
    tap((fact) => {
      found ||= fact.type === 'docker.listed';
      if (fact.type === 'docker.lost' && !found) throw absent(fact.reason);
    }),
  );
  const { poolSize, shutdownGrace } = settings;
  if (settings.cluster) readyForSdk();
  const cluster$ = settings.cluster ? cluster(settings.cluster, Math.random, (message) => say(debug(message))) : EMPTY;
  const begun$ = defer(() =>
    of<Fact>({ type: 'bosun.started', at: Date.now(), version: packageJson.version, poolSize, journal: journal !== undefined }),
  );
  watch({
    facts$: concat(begun$, merge(signals(), answeringLists(concat(alone$, merge(cluster$, facts$))))),
    exec: exec(api, settings.outputLimit),
    end: end(api),
    log: say,
    journal: journal && { ...journal, follow: follow(api, settings.outputLimit) },
    poolSize,
    shutdownGrace,
    random: Math.random,
  }).subscribe({
    complete: () => leave(0),
    error: (cause: unknown) => (cause instanceof Absent || cause instanceof NotAlone ? fail(1, cause.message) : bug(cause)),
  });
  [...warnings, ...(journal?.warnings ?? [])].forEach((odd) => say(warning(odd)));
  if (journal) say(info(journal.news));
  if (settings.cluster) say(info(clusterNews(settings.cluster)));
}

/** There is no engine at the start. */
class Absent extends Error {}

/** Ends the process once the log is written, or after a moment where nobody reads it. */
function leave(code: 0 | 1 | 3): void {
  setTimeout(() => process.exit(code), LAST_WORDS);
  process.stdout.write('', () => process.exit(code));
}

/** Milliseconds. */
const LAST_WORDS = 2_000;

const USAGE = `usage: bosun [--help | --version]
       bosun replay …   tells what was decided, and why: see bosun replay --help
       bosun history …  tells which runs there were: see bosun history --help

Runs the jobs that containers ask for in their labels, until it is told to end by SIGINT or SIGTERM.
Settings are environment variables, of which DOCKER_HOST says where the engine is: see docs/settings.md.
`;

/** Ends the process before anything has begun. */
function answer(stream: NodeJS.WriteStream, text: string, code: 0 | 1): void {
  stream.write(text, () => process.exit(code));
}

function main(words: readonly string[]): void {
  const [word, second] = words;
  const odd = second ?? (word === undefined || /^(-h|--help|--version)$/.test(word) ? undefined : word);
  if (odd !== undefined) return answer(process.stderr, `bosun: "${odd}" is not understood\n${USAGE}`, 1);
  if (word !== undefined) return answer(process.stdout, word === '--version' ? `bosun ${packageJson.version}\n` : USAGE, 0);
  const read = readSettings(process.env);
  if ('settings' in read) void daemon(read.settings, read.warnings);
  else answer(process.stderr, read.faults.map((fault) => `${fault}\n`).join(''), 1);
}

main(process.argv.slice(2));
