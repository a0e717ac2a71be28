import type { Line } from '../words/line.ts';

/** Writes lines as `{asctime}|{levelname:8}|{message}`; `asctime` is in the process's own time zone. */
export const log =
  (write: (text: string) => unknown, { debug }: { readonly debug: boolean }) =>
  ({ level, message }: Line): void => {
    if (debug || level !== 'DEBUG') write(`${asctime(new Date())}|${level.padEnd(WIDTH)}|${message}\n`);
  };

/** Of the longest level. */
const WIDTH = 'CRITICAL'.length;

function asctime(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  const time = [two(moment.getHours()), two(moment.getMinutes()), two(moment.getSeconds())].join(':');
  return `${date} ${time},${String(moment.getMilliseconds()).padStart(3, '0')}`;
}
