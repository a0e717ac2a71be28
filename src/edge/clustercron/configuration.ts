import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duration } from '../../facts/job.ts';
import { home } from '../home.ts';
import { readIni, type Entry } from './ini.ts';

/** What the ini files say, with every default filled in. */
export interface Configuration {
  readonly cache: CacheSettings;
  readonly aws: {
    readonly timeout: Duration;
    readonly retries: number;
    readonly region: string | undefined;
    readonly endpoint: string | undefined;
  };
}

/** In which file answers are kept, how long one counts, and how often the file's lock is tried, once a second. */
export interface CacheSettings {
  readonly filename: string;
  readonly expires: Duration;
  readonly tries: number;
}

/** /etc/clustercron.ini, then ~/.clustercron.ini, the later one's options before the earlier one's. */
export function readConfiguration(): Read {
  const own = home();
  return configuration(['/etc/clustercron.ini', ...(own === undefined ? [] : [join(own, '.clustercron.ini')])].map(fromDisk));
}

export interface Read {
  readonly configuration: Configuration;
  /** What cannot be obeyed. */
  readonly faults: readonly string[];
  /** What has no effect. */
  readonly warnings: readonly string[];
}

export interface IniFile {
  readonly name: string;
  readonly text: string;
  /** Why it could not be read. */
  readonly unreadable?: string;
}

export function configuration(files: readonly IniFile[]): Read {
  const read = files.map(({ name, text }) => readIni(name, text));
  const entries = read.flatMap((file) => file.entries);
  const faults = read.flatMap((file) => file.faults);
  const option = <T>(section: string, key: string, read: (value: string) => T | undefined, allowed: string): T | undefined => {
    const values = entries
      .filter((entry) => entry.section === section && entry.key === key)
      .map((entry) => ({ entry, value: read(entry.value) }));
    values
      .filter(({ value }) => value === undefined)
      .forEach(({ entry }) => faults.push(`${entry.where}: ${key}: "${entry.value}" is not ${allowed}`));
    return values.at(-1)?.value;
  };
  return {
    configuration: {
      cache: {
        filename: option('cache', 'filename', text, 'the name of a file') ?? '/tmp/clustercron_cache.json',
        expires: (option('cache', 'expire_time', whole, SECONDS) ?? 59) * 1_000,
        tries: option('cache', 'max_iter', whole, 'a whole number') ?? 20,
      },
      aws: {
        timeout: (option('aws', 'timeout', duration, 'a number of seconds above 0, at most 60') ?? 2) * 1_000,
        retries: option('aws', 'retries', few, 'a whole number from 0 to 10') ?? 1,
        region: option('aws', 'region', text, 'the name of a region'),
        endpoint: option('aws', 'endpoint', url, 'an http or https address'),
      },
    },
    faults,
    warnings: [
      ...files.flatMap(({ name, unreadable }) => (unreadable === undefined ? [] : [`${name} cannot be read: ${unreadable}`])),
      ...entries.flatMap(unknown),
    ],
  };
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  cache: ['filename', 'expire_time', 'max_iter'],
  aws: ['timeout', 'retries', 'region', 'endpoint'],
};

function unknown({ section, key, where }: Entry): string[] {
  const known = Object.hasOwn(KNOWN, section) ? KNOWN[section] : undefined;
  if (known?.includes(key)) return [];
  return [
    `${where}: ${known ? `${key} is not known in [${section}], allowed: ${known.join(', ')}` : `[${section}] is not known, allowed: [cache], [aws]`}`,
  ];
}

const SECONDS = 'a whole number of seconds';
const text = (value: string): string | undefined => value || undefined;
const whole = (value: string): number | undefined => (/^\d{1,9}$/.test(value) ? Number(value) : undefined);
const few = (value: string): number | undefined => ((whole(value) ?? 11) <= 10 ? whole(value) : undefined);
const duration = (value: string): number | undefined =>
  /^(\d{1,6}\.?\d*|\.\d+)$/.test(value) && Number(value) > 0 && Number(value) <= 60 ? Number(value) : undefined;
const url = (value: string): string | undefined => (/^https?:\/\/./.test(value) && URL.canParse(value) ? value : undefined);

function fromDisk(name: string): IniFile {
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return { name, text: '', ...(code === 'ENOENT' || code === 'ENOTDIR' ? {} : { unreadable: code }) };
  }
}
