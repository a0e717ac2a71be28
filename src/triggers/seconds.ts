import type { Duration } from '../facts/job.ts';
import { DAY, FORMS as OTHER_FORMS, LONGEST, milliseconds, misspelt, SECOND, withUnits } from './duration.ts';
import type { Amount } from './duration.ts';
import type { Fault } from './fault.ts';

/** The length of time that a text says (`30`, `1.5`, `1m 30s`), or what is wrong with it. */
export function parseSeconds(text: string): { readonly duration: Duration } | Fault {
  const given = text.trim().replace(/\s+/g, ' ');
  if (given === '') return { problem: `empty, ${FORMS}` };
  const amounts = amountsOf(given);
  if (typeof amounts === 'string') return { problem: `${given}, ${amounts}` };
  const duration = milliseconds(amounts);
  return duration > LONGEST
    ? { problem: `${given}, longer than the calendar reaches, allowed ${LONGEST / DAY}d and shorter` }
    : { duration };
}

const FORMS = 'allowed a number of seconds (30, 1.5), or numbers with units (1m 30s)';

/** What is to be added up, or what is wrong. A row of numbers without units is refused, as nothing says which they are. */
function amountsOf(given: string): readonly Amount[] | string {
  if (/^(?:\d+(?:\.\d+)?|\.\d+)$/.test(given)) return [[given, SECOND]];
  const amounts = misspelt(given) ?? (/\p{L}/u.test(given) ? withUnits(given) : `not one number, ${FORMS}`);
  return typeof amounts === 'string' ? amounts.replace(OTHER_FORMS, FORMS).replace('above 0', 'from 0 on') : amounts;
}
