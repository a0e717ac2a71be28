import { expect, it } from 'vitest';
import { zoneName } from '../../src/triggers/zone-name.ts';

it.each([
  ['america/new york', 'America/New_York'],
  ['Asia/Tel Aviv', 'Asia/Tel_Aviv'],
  ['us/eastern', 'US/Eastern'],
  ['EUROPE/ISLE OF MAN', 'Europe/Isle_of_Man'],
  ['africa/dar es salaam', 'Africa/Dar_es_Salaam'],
  ['america/port-au-prince', 'America/Port-au-Prince'],
  ['america/argentina/comodrivadavia', 'America/Argentina/ComodRivadavia'],
  ['asia/kolkata', 'Asia/Kolkata'],
  ['Asia/Calcutta', 'Asia/Calcutta'],
  ['etc/gmt-14', 'Etc/GMT-14'],
  ['nz-chat', 'NZ-CHAT'],
  ['japan', 'Japan'],
  [' utc ', 'UTC'],
])('%j is %s', (text, name) => {
  expect(zoneName(text)).toBe(name);
});

it.each([
  '',
  ' ',
  '+02:00',
  'UTC+2',
  'Z',
  'IST',
  'PST',
  'Europe/',
  'Europe/Atlantis',
  'SystemV/PST8PDT',
  'localtime',
  'Europe/Berlin\0',
  'foo bar',
])('%j is none', (text) => {
  expect(zoneName(text)).toBeUndefined();
});

it('every name that the runtime lists is found in any case', () => {
  const names = Intl.supportedValuesOf('timeZone');
  expect(names.length).toBeGreaterThan(400);
  for (const name of names) {
    expect(zoneName(name.toUpperCase())).toBe(name);
    expect(zoneName(name.toLowerCase().replaceAll('_', ' '))).toBe(name);
  }
});
