import { Misused } from './misused.ts';

/** Where the journal is that is asked for. */
export function placeOf(given: string | undefined, { STATE_DIR }: Readonly<Record<string, string | undefined>>): string {
  const place = given ?? STATE_DIR;
  if (place !== undefined && place !== '') return place;
  throw new Misused('which journal is not said: name its folder, or set STATE_DIR as bosun has it');
}
