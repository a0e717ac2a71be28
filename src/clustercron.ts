import { concatMap, defer, from, of, take, tap, type Observable } from 'rxjs';
import packageJson from '../package.json' with { type: 'json' };
import { mastership } from './derive/leadership.ts';
import type { AwsSettings } from './edge/aws/balancer.ts';
import { readArguments, USAGE, type Options } from './edge/clustercron/arguments.ts';
import { command } from './edge/clustercron/command.ts';
import { readConfiguration, type Configuration } from './edge/clustercron/configuration.ts';
import { log } from './edge/clustercron/log.ts';
import { readyForSdk } from './edge/aws/ready-for-sdk.ts';
import type { TargetsFact } from './facts/targets.ts';
import { debug, error, warning } from './words/line.ts';
import { inline } from './words/printable.ts';
import { named, sayTargets, type Named } from './words/targets.ts';

/** Exit codes: 0 master, or the command's own; 1 not master or unknown, unless told otherwise; 3 wrong words or settings. */
async function clustercron(options: Options, environment: NodeJS.ProcessEnv): Promise<void> {
  const { say, written } = await log(options);
  const end = (code: number) => void written().then(() => process.exit(code));
  const main = named('clustercron.main');
  const { configuration, faults, warnings } = readConfiguration();
  warnings.forEach((odd) => say(main(warning(odd))));
  faults.forEach((fault) => say(main(error(fault))));
  if (faults.length > 0) {
    end(WRONG);
    return;
  }
  say(main(debug(`Command line arguments: ${JSON.stringify(options)}`)));
  answer(options, configuration, say)
    .pipe(
      take(1),
      tap((fact) => sayTargets(fact, options.balancer.kind).forEach(say)),
      concatMap((fact) => decided(fact, options, environment, say)),
    )
    .subscribe({ next: end, error: bug });
}

/** What the balancer says of this host, from the cache where that is wanted. The SDK is loaded only if it is asked. */
function answer({ balancer, cache }: Options, { aws, cache: kept }: Configuration, say: (line: Named) => void): Observable<TargetsFact> {
  const settings: AwsSettings = { ...aws, debug: (message) => say(named('clustercron.aws')(debug(message))) };
  const ask$ = defer(() => from(import('./edge/aws/targets.ts')).pipe(concatMap(({ targets }) => targets(balancer, settings))));
  if (!cache) return ask$;
  return defer(() => import('./edge/clustercron/cached.ts')).pipe(
    concatMap(({ cached, keyOf }) => cached(ask$, keyOf(balancer, settings), kept, say)),
  );
}

function decided(fact: TargetsFact, options: Options, environment: NodeJS.ProcessEnv, say: (line: Named) => void): Observable<number> {
  switch (mastership(fact)) {
    case 'unknown':
      return of(options.unknownExit);
    case 'follower':
      return of(options.notMasterExit);
    case 'leader':
      if (options.command.length === 0) return of(0);
      return command({ words: options.command, output: options.output, logged: options.verbose > 0, environment }, say);
  }
}

const WRONG = 3;
const BUG = 70; // EX_SOFTWARE: 3 is the reference's code for a wrong command line

function bug(cause: unknown): never {
  process.stderr.write(`A bug in clustercron: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exit(BUG);
}

process.on('uncaughtException', bug);
process.on('SIGUSR1', () => undefined); // or Node would open its inspector to whoever is on this host
[process.stdout, process.stderr].forEach((stream) => stream.on('error', () => undefined)); // nobody reads it any more: the command goes on
const asked = readArguments(process.argv.slice(2));
switch (asked.type) {
  case 'help':
    process.stdout.write(USAGE, () => process.exit(0));
    break;
  case 'version':
    process.stdout.write(`${packageJson.version}\n`, () => process.exit(0));
    break;
  case 'misused':
    process.stderr.write(`clustercron: ${inline(asked.fault)}\n\n${USAGE}`, () => process.exit(WRONG));
    break;
  case 'check': {
    const environment = { ...process.env };
    readyForSdk();
    await clustercron(asked, environment);
  }
}
