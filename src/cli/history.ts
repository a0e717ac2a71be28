import { logbook, type Past } from './logbook.ts';
import { readOptions } from './options.ts';
import { asJson, COLUMNS, isFailed } from './past.ts';
import { placeOf } from './place.ts';
import { perform } from './program.ts';
import { said } from './said.ts';
import { table } from './table.ts';
import { countOf } from './values.ts';

/** Prints which runs there were, and how they went. */
export const history = (words: readonly string[]): Promise<void> =>
  perform(
    {
      name: 'history',
      usage: USAGE,
      run: async (given, out, odd) => {
        const { values, switches, place } = readOptions(given, {
          job: 'value',
          last: 'value',
          failed: 'switch',
          json: 'switch',
          help: 'switch',
        });
        const last = countOf('last', values.get('last'));
        const job = values.get('job');
        const all = logbook(said(placeOf(place, process.env), odd));
        const chosen = all.filter(
          (past) =>
            (job === undefined || past.identity.name === job || past.identity.job === job) && (!switches.has('failed') || isFailed(past)),
        );
        const rows = last === undefined ? chosen : chosen.slice(-last);
        for (const line of switches.has('json') ? rows.map(asJson) : lines(rows, all.length)) {
          out.print(`${line}\n`);
          if (out.isFull()) await out.flush();
        }
      },
    },
    words,
  );

function lines(rows: readonly Past[], all: number): Iterable<string> {
  if (rows.length > 0) return table(COLUMNS, rows);
  if (all === 0) return ['The journal tells of no run.'];
  return [`The journal tells of ${all} ${all === 1 ? 'run' : 'runs'}, and none of them is asked for.`];
}

const USAGE = `usage: bosun history [DIR | FILE] [--job NAME] [--last N] [--failed] [--json]

Tells which runs there were in the order of their due times: when each was due and has started, how late that was, how long it took and how
it went; also those that were missed or refused, and why. Times are in UTC.
It reads the journal in DIR, or one FILE of it; else that of STATE_DIR. bosun may be running, or not.

  --job NAME  those of jobs of this name, or this id
  --failed    those that are over, and did not end with exit code 0
  --last N    the last N of them
  --json      one JSON object a line
`;
