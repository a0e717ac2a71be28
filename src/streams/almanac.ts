import { afresh, believed, goesOn, isKept, keyOf, type Counted } from '../derive/counted.ts';
import type { Command, Decided } from '../derive/commands.ts';
import type { Registration } from '../derive/registrations.ts';
import type { RunFact, Time } from '../facts/fact.ts';
import { unled, type Lead } from '../state/lead.ts';
import { next } from '../triggers/next.ts';

/** How the jobs of all services are counted, those too that left. It follows from what is decided and told, and from when that was heard. */
export interface Almanac {
  /** Gives the command that says how its jobs are counted from now on. */
  readonly obey: (decided: Decided, now: Time, lead?: Led) => Command;
  /** Whether a job that comes back is due again since then: what it was due for before need not run any more. */
  readonly isDueAgain: (registration: Registration, since: Time, now: Time) => boolean;
  /** That a due time was told. */
  readonly hear: (fact: RunFact) => void;
  /** bosun begins again, which was there until `last`: no job is known to have a container. */
  readonly begin: (now: Time, last: Time) => void;
  readonly entries: () => readonly Entry[];
}

/** Since when this host leads, if it does, and until when it did before. */
type Led = Pick<Lead, 'since' | 'until'>;

/** How a job is counted, by service and job; `paused` while it is. */
export interface Entry {
  readonly key: string;
  readonly counted: Counted;
  readonly paused: boolean;
}

export function almanac(known: readonly Entry[] = [], most: number = MOST): Almanac {
  const present = new Map<string, Entry>();
  const gone = new Map<string, Entry>(); // the first left first
  for (const entry of known) (entry.counted.left === undefined ? present : gone).set(entry.key, entry);

  const enter = (registration: Registration, { trigger, phase, told }: Counted) => {
    const key = keyOf(registration);
    present.set(key, { key, counted: { trigger, phase, told }, paused: registration.paused });
  };
  const register = (registration: Registration, now: Time, lead: Led): Counted => {
    const was = gone.get(keyOf(registration))?.counted;
    const kept = was && isKept(was, registration, now) && goesOn(was, registration) ? believed(was, now) : afresh(registration, now);
    const counted = registration.cluster ? shared(kept, now, lead) : kept;
    gone.delete(keyOf(registration));
    enter(registration, counted);
    return counted;
  };
  const redefine = (registration: Registration, now: Time): Counted => {
    const was = present.get(keyOf(registration))?.counted;
    const counted = was && goesOn(was, registration) ? { ...was, trigger: registration.job.trigger } : afresh(registration, now);
    enter(registration, counted);
    return counted;
  };
  /** What falls due while it is paused is not told. */
  const turn = (registration: Registration, now: Time) => {
    const was = present.get(keyOf(registration))?.counted;
    if (was) enter(registration, registration.paused ? was : { ...was, told: now });
  };
  const leave = (entry: Entry | undefined, left: Pick<Counted, 'left' | 'away'>, now: Time) => {
    if (!entry) return;
    const { key, counted, paused } = entry;
    present.delete(key);
    gone.delete(key);
    gone.set(key, { key, counted: { ...counted, told: paused ? now : counted.told, ...left }, paused: false });
  };
  const forget = () => {
    for (const oldest of gone.keys()) {
      if (gone.size <= most) break;
      gone.delete(oldest);
    }
  };
  return {
    obey: (decided, now, lead = unled) => {
      switch (decided.type) {
        case 'register':
          return { ...decided, counted: register(decided.registration, now, lead) };
        case 'redefine':
          return { ...decided, counted: redefine(decided.registration, now) };
        case 'unregister':
          leave(present.get(keyOf(decided.registration)), { left: now }, now);
          forget();
          return decided;
        case 'pause':
        case 'resume':
          decided.registrations.forEach((registration) => turn(registration, now));
          return decided;
        default:
          return decided;
      }
    },
    isDueAgain: (registration, since, now) => {
      const was = gone.get(keyOf(registration))?.counted;
      if (!was || !isKept(was, registration, now) || !goesOn(was, registration)) return false;
      return (next(was.trigger, Math.max(was.told, since), was.phase) ?? Infinity) <= now;
    },
    hear: (fact) => {
      if (fact.type !== 'run.due' && fact.type !== 'run.missed') return;
      const key = keyOf({ service: fact.service, job: { id: fact.job } });
      const told = (fact.type === 'run.missed' ? fact.through : undefined) ?? fact.due;
      const here = present.get(key);
      const was = here ?? gone.get(key);
      if (was && was.counted.told < told) (here ? present : gone).set(key, { key, counted: { ...was.counted, told }, paused: was.paused });
    },
    begin: (now, last) => {
      forget(); // those that are present now come back, however many they are
      const absence = Math.max(now - last, 0); // whether a job came back meanwhile we could not see
      for (const [key, entry] of gone)
        gone.set(key, { ...entry, counted: { ...entry.counted, left: (entry.counted.left ?? last) + absence } });
      [...present.values()].forEach((entry) => leave(entry, { left: now, away: true }, now));
    },
    entries: () => [...gone.values(), ...present.values()],
  };
}

/** Of what fell due without a container that is owed which fell due while this host led; all else was another host's. */
function shared(counted: Counted, now: Time, { since, until = -Infinity }: Led): Counted {
  const told = since === undefined ? now : Math.max(counted.told, since);
  return { ...counted, told, ...(until > counted.told ? { owed: { from: counted.told, to: until } } : {}) };
}

/** Jobs that left while bosun was there. A few hundred bytes each. */
const MOST = 10_000;
