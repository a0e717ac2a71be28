import { clustercron, version } from './aws.ts';
import { readyForSdk } from './edge/aws/ready-for-sdk.ts';
import { readArguments, USAGE, type Options } from './edge/clustercron/arguments.ts';
import { readConfiguration } from './edge/clustercron/configuration.ts';
import { log } from './edge/clustercron/log.ts';
import { debug, error, warning } from './words/line.ts';
import { inline } from './words/printable.ts';
import { named } from './words/targets.ts';

/** Exit codes: 0 master, or the command's own; 1 not master or unknown, unless told otherwise; 3 wrong words or settings. */
async function check(options: Options, environment: NodeJS.ProcessEnv): Promise<void> {
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
  const { balancer, verbose, cache } = options;
  clustercron({
    ...options,
    ...balancer,
    cache: cache && configuration.cache,
    aws: configuration.aws,
    environment,
    passesSignals: true,
    log: say,
    logsOutput: verbose > 0,
  }).subscribe({ next: end, error: bug });
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
    process.stdout.write(`${version}\n`, () => process.exit(0));
    break;
  case 'misused':
    process.stderr.write(`clustercron: ${inline(asked.fault)}\n\n${USAGE}`, () => process.exit(WRONG));
    break;
  case 'check': {
    const environment = { ...process.env };
    readyForSdk();
    await check(asked, environment);
  }
}
