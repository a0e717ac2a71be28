import { concatMap, defer, of, take, tap, type Observable } from 'rxjs';
import packageJson from '../package.json' with { type: 'json' };
import { mastership } from './derive/leadership.ts';
import type { AwsSettings, Balancer } from './edge/aws/balancer.ts';
import { command as run } from './edge/clustercron/command.ts';
import { targets as ask } from './edge/aws/targets.ts';
import type { CacheSettings } from './edge/clustercron/configuration.ts';
import type { TargetsFact } from './facts/targets.ts';
import { debug } from './words/line.ts';
import { named, sayTargets, type Named } from './words/targets.ts';

export { healthy } from './derive/leadership.ts';
export type { AwsSettings, Balancer } from './edge/aws/balancer.ts';
export type { CacheSettings } from './edge/clustercron/configuration.ts';
export type { Target, TargetsFact } from './facts/targets.ts';
export type { Named } from './words/targets.ts';

/** The version of bosun, and of its clustercron: `0.1.0`. */
export const version: string = packageJson.version;

/** What the balancer says of its targets and who this host is, asked each time that somebody subscribes. The SDK is loaded then. No answer is a fact too. */
export const targets = (balancer: Balancer, settings: Partial<AwsSettings> = {}): Observable<TargetsFact> =>
  ask(balancer, { ...BUILT_IN, ...settings });

/** What holds where nothing is said, as in the ini files of clustercron. */
const BUILT_IN: AwsSettings = { timeout: 2_000, retries: 1, region: undefined, endpoint: undefined, debug: () => undefined };
const CACHE: CacheSettings = { filename: '/tmp/clustercron_cache.json', expires: 59_000, tries: 20 };

/** How answers are kept, how AWS is asked for a new one, and who hears what becomes of it. */
export interface Cached extends Partial<CacheSettings> {
  readonly aws?: Partial<AwsSettings> | undefined;
  readonly log?: ((line: Named) => void) | undefined;
}

/** The answer that this host keeps in a file, if it is not older than `expires`, else a new one, which is then kept: of many processes that want it at once one asks. */
export function cached(balancer: Balancer, { aws = {}, log = () => undefined, ...cache }: Cached = {}): Observable<TargetsFact> {
  const settings = { ...BUILT_IN, ...aws };
  const ask$ = targets(balancer, settings);
  return defer(() => import('./edge/clustercron/cached.ts')).pipe(
    concatMap(({ cached: kept, keyOf }) => kept(ask$, keyOf(balancer, settings), { ...CACHE, ...cache }, log)),
  );
}

/** What the executable's command line says, and its ini files. */
export interface Clustercron extends Balancer {
  /** The words of the command, which is run without a shell; none: only tell whether this host is master. */
  readonly command?: readonly string[] | undefined;
  /** Whether what the command writes goes through to our own stdout and stderr; else it is discarded. */
  readonly output?: boolean | undefined;
  /** Whether an answer that is kept will do, and how answers are kept. */
  readonly cache?: boolean | Partial<CacheSettings> | undefined;
  readonly aws?: Partial<AwsSettings> | undefined;
  /** The exit code where another host is master: 1. */
  readonly notMasterExit?: number | undefined;
  /** The exit code where there is no answer: 1. */
  readonly unknownExit?: number | undefined;
  /** The variables of the command: our own. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Whether signals meant for us are passed on to the command as long as it runs. */
  readonly passesSignals?: boolean | undefined;
  readonly log?: ((line: Named) => void) | undefined;
  /** Whether what the command has written is logged too. */
  readonly logsOutput?: boolean | undefined;
}

/** The one shot: emits the exit code, the command's own where this host is master. Left before that, it ends the command with SIGTERM. Reads no ini file. */
export function clustercron({
  kind,
  name,
  command = [],
  cache = false,
  aws,
  log = () => undefined,
  ...more
}: Clustercron): Observable<number> {
  const balancer = { kind, name };
  const settings = { debug: (message: string) => log(named('clustercron.aws')(debug(message))), ...aws };
  const answer$ =
    cache === false ? targets(balancer, settings) : cached(balancer, { ...(cache === true ? {} : cache), aws: settings, log });
  return answer$.pipe(
    take(1),
    tap((fact) => sayTargets(fact, kind).forEach(log)),
    concatMap((fact) => {
      switch (mastership(fact)) {
        case 'unknown':
          return of(more.unknownExit ?? 1);
        case 'follower':
          return of(more.notMasterExit ?? 1);
        case 'leader':
          return command.length === 0 ? of(0) : run({ words: command, ...more }, log);
      }
    }),
  );
}
