import type { Time } from '../facts/fact.ts';
import type { Heard } from '../streams/ledger.ts';
import { hearing } from './heard.ts';
import { aboutJob, type Told } from './about-job.ts';
import { readOptions } from './options.ts';
import { placeOf } from './place.ts';
import { perform } from './program.ts';
import { said } from './said.ts';
import { asJson, asText } from './told.ts';
import { timeOf } from './values.ts';
import { Misused } from './misused.ts';

/** Prints what was decided, and by which facts. */
export const replay = (words: readonly string[]): Promise<void> =>
  perform(
    {
      name: 'replay',
      usage: USAGE,
      run: async (given, out, odd) => {
        const { place, from, to, chosen, told } = readRequest(given);
        const { hear, end } = hearing();
        let isEmpty = true;
        for (const entry of said(place, odd)) {
          const each = hear(entry);
          if (!each || each.at < from || each.at >= to) continue;
          const one = chosen(each);
          if (!one) continue;
          out.print(told(one));
          isEmpty = false;
          if (out.isFull()) await out.flush();
        }
        end(odd);
        if (isEmpty) odd('the journal tells of nothing that is asked for');
      },
    },
    words,
  );

interface Request {
  readonly place: string;
  readonly from: Time;
  readonly to: Time;
  /** What of a fact, and of what followed, is asked for. */
  readonly chosen: (heard: Heard) => Told | undefined;
  readonly told: (told: Told) => string;
}

function readRequest(words: readonly string[]): Request {
  const { values, switches, place } = readOptions(words, { from: 'value', to: 'value', job: 'value', json: 'switch', help: 'switch' });
  const [from, to, job] = [timeOf('from', values.get('from')), timeOf('to', values.get('to')), values.get('job')];
  if (from !== undefined && to !== undefined && from >= to)
    throw new Misused(`--from: "${values.get('from') ?? ''}" is not before --to, "${values.get('to') ?? ''}"`);
  return {
    place: placeOf(place, process.env),
    from: from ?? -Infinity,
    to: to ?? Infinity,
    chosen: job === undefined ? (each) => each : (each) => aboutJob(each, job),
    told: switches.has('json') ? asJson : asText,
  };
}

const USAGE = `usage: bosun replay [FILE | DIR] [--from TIME] [--to TIME] [--job NAME] [--json]

Tells what bosun has decided, and why: every fact of a journal that led to something, with what that was, in the words of the log.
It reads the journal in DIR, or one FILE of it; else that of STATE_DIR. bosun may be running, or not.

  --from TIME  what was heard then or later; TIME is such as 2026-11-22 or 2026-11-22T03:00+01:00, in UTC where it says nothing else
  --to TIME    what was heard before then
  --job NAME   what is about jobs of this name, or this id
  --json       every fact, as one JSON object a line: { "at", "fact", "commands" }
`;
