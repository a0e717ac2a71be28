import { moment } from './moment.ts';
import { warning, type Line } from './line.ts';

/** The words of a run that bosun does not wait for any longer. */
export const sayLeft = ({ container, name, due }: { readonly container: string; readonly name: string; readonly due: number }): Line =>
  warning(`${container}: '${name}', due ${moment(due)}, still runs: bosun ends without it.`);
