import { IANAZone } from 'luxon';
import type { Fault } from './fault.ts';

/** The name as the time zone database writes it, of any case and with spaces for underscores; undefined when it has no such zone. */
export function zoneName(text: string): string | undefined {
  const name = text.trim().replace(/\s+/g, '_').toLowerCase();
  valid ??= byLowerCase(Intl.supportedValuesOf('timeZone'));
  if (valid.has(name)) return valid.get(name);
  const written = WITHOUT_AREA.get(name) ?? spelled(name);
  if (written === undefined || !IANAZone.isValidZone(written)) return undefined;
  valid.set(name, written);
  return written;
}

/** What is wrong with a name that there is not. */
export const unknownZone = (text: string): Fault => ({ problem: `timezone ${text}, allowed a name of the iana time zone database` });

const byLowerCase = (names: readonly string[]): Map<string, string> => new Map(names.map((name) => [name.toLowerCase(), name]));

/** What `Intl` lists, which is no links, and what has been found to be valid: to find that out takes a while. */
let valid: Map<string, string> | undefined;

/** The database's names without an area: `Intl` knows others, such as IST, that it does not have. https://data.iana.org/time-zones/tzdb/backward */
const WITHOUT_AREA: ReadonlyMap<string, string> = byLowerCase(
  (
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan ' +
    'Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu'
  ).split(' '),
);

const AREA = /^(?:africa|america|antarctica|arctic|asia|atlantic|australia|brazil|canada|chile|etc|europe|indian|mexico|pacific|us)\/./;

/** Parts of names that do not just begin with a capital. */
const UNUSUAL: ReadonlyMap<string, string> = byLowerCase(
  'of es au US GMT UTC UCT IN ACT LHI NSW ComodRivadavia DumontDUrville McMurdo DeNoronha EasterIsland BajaNorte BajaSur'.split(' '),
);

/** How the links are written. */
function spelled(name: string): string | undefined {
  return AREA.test(name) ? name.replace(/[a-z]+/g, (part) => UNUSUAL.get(part) ?? part.charAt(0).toUpperCase() + part.slice(1)) : undefined;
}
