import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { asyncScheduler, concatMap, defer, finalize, of, tap, timer, type Observable } from 'rxjs';
import type { TargetsFact } from '../../facts/targets.ts';
import { debug, info, warning } from '../../words/line.ts';
import { named, type Named } from '../../words/targets.ts';
import type { AwsSettings, Balancer } from '../aws/balancer.ts';
import { fresh, readCache, writeCache, type Reported } from './cache-file.ts';
import type { CacheSettings } from './configuration.ts';
import { errorCode } from './error-code.ts';
import { lock, type Lock } from './lock.ts';

/** The answer kept under `key`, or that of `ask$`, which is then kept: of many that want it at once one asks. An unknown is not kept. */
export function cached(
  ask$: Observable<TargetsFact>,
  key: string,
  { filename, expires, tries }: CacheSettings,
  say: (line: Named) => void,
): Observable<TargetsFact> {
  const own = named('clustercron.cache');
  const uncached = (line: Named): Observable<TargetsFact> => {
    say(line);
    return ask$;
  };
  const keep = (fact: Reported) => {
    const read = readCache(filename);
    const now = asyncScheduler.now();
    const others = 'entries' in read ? Object.entries(read.entries).filter(([name]) => fresh(read.entries, name, now, expires)) : [];
    try {
      writeCache(filename, Object.fromEntries([...others, [key, fact]]));
    } catch (cause) {
      say(own(warning(`The answer cannot be kept in ${filename}: ${errorCode(cause)}.`)));
    }
  };
  const kept = (tell: (line: Named) => void): Observable<TargetsFact> | undefined => {
    const read = readCache(filename);
    if ('distrusted' in read) {
      const line = own(info(`${filename} is not used, AWS is asked: ${read.distrusted}.`));
      if (!read.ours) return uncached(line);
      tell(line);
      return undefined;
    }
    const known = fresh(read.entries, key, asyncScheduler.now(), expires);
    if (known) say(own(debug(`From ${filename}, asked at ${new Date(known.at).toISOString()}.`)));
    return known && of(known);
  };
  const attempt = (left: number): Observable<TargetsFact> =>
    defer(() => {
      const before = kept(say);
      if (before) return before;
      const held = left > 0 ? taken(`${filename}.lock`) : 'held';
      if (held === 'foreign')
        return uncached(own(info(`${filename} is not used, AWS is asked: its lock is another user's, or none of ours.`)));
      if (held === 'held') {
        if (left > 1) return timer(PAUSE * (0.75 + Math.random() / 2)).pipe(concatMap(() => attempt(left - 1)));
        return uncached(own(warning(`${filename} is still locked after ${tries} tries, AWS is asked.`)));
      }
      if ('fault' in held) return uncached(own(warning(`${filename} cannot be used, AWS is asked: ${held.fault}.`)));
      const meanwhile = kept(() => undefined); // by the one who held the lock before us
      return (meanwhile ?? ask$.pipe(tap((fact) => fact.type === 'targets.reported' && keep(fact)))).pipe(finalize(held.release));
    });
  return attempt(tries);
}

function taken(path: string): Lock | 'held' | 'foreign' | { readonly fault: string } {
  try {
    return lock(path, STALE);
  } catch (cause) {
    return { fault: errorCode(cause) };
  }
}

/** Milliseconds between two tries, on average. */
const PAUSE = 1_000;

/** Milliseconds. Nobody asks so long. */
const STALE = 120_000;

/** One entry per kind, region and name, and per host and all else that is set for the SDK, of which only a digest is kept: another account's answer is another one. */
export const keyOf = ({ kind, name }: Balancer, { region, endpoint }: Pick<AwsSettings, 'region' | 'endpoint'>): string => {
  const { AWS_REGION, AWS_DEFAULT_REGION, ...others } = process.env;
  const environment = Object.entries(others)
    .filter(([variable]) => variable.startsWith('AWS_'))
    .sort();
  const rest = createHash('sha256')
    .update(host())
    .update(JSON.stringify([endpoint, environment]))
    .digest('hex');
  return [kind, [region, AWS_REGION, AWS_DEFAULT_REGION].find(Boolean) ?? '-', name, rest.slice(0, 16)].join(' ');
};

/** Which host this is, and since when it runs: a file that came here with a shared folder or an image tells of another. */
function host(): string {
  try {
    return `${hostname()} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')}`;
  } catch {
    return hostname();
  }
}
