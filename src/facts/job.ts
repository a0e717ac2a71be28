import type { Time } from './fact.ts';

/** A job as its labels define it, with every default filled in. */
export interface Job {
  /** A stable id: the same job of the same service or container has it again after a restart. */
  readonly id: string;
  readonly name: string;
  /** The words of the command, to be run without a shell. */
  readonly command: readonly string[];
  readonly trigger: Trigger;
  /** The longest random delay of a run; its due times stay where they are. */
  readonly jitter: Duration;
  /** A name, a uid or `uid:gid`; undefined is the container's own. */
  readonly user: string | undefined;
  readonly workdir: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** How many runs of it may be under way at the same time. */
  readonly max: number;
  /** How long after its due time, and what its jitter puts it off, a run may still start. */
  readonly grace: Duration;
  /** How long a run may take before it is ended. */
  readonly timeout: Duration | undefined;
}

/** When a job is due. */
export type Trigger = Cron | Crontab | DateTrigger | Interval;

/** Instants whose wall-clock time in `timezone` matches every field. */
export interface Cron {
  readonly type: 'cron';
  /** As it was written, for people to read. */
  readonly text: string;
  /** An IANA name. */
  readonly timezone: string;
  readonly fields: CronFields;
}

/** As cron, from a line of the five or six classic fields or `@daily` and its kin. */
export interface Crontab {
  readonly type: 'crontab';
  readonly text: string;
  readonly timezone: string;
  readonly fields: CronFields;
}

/** One instant. */
export interface DateTrigger {
  readonly type: 'date';
  readonly text: string;
  /** Where its wall-clock time is read. */
  readonly timezone: string;
  readonly at: Time;
}

/** What is asked of the wall-clock time; a field that is not there is `*`. */
export interface CronFields {
  readonly year?: readonly Range[];
  readonly month?: readonly Range[];
  readonly day?: readonly (Range | NthOfMonth)[];
  /** Of the year, as ISO 8601 counts. */
  readonly week?: readonly Range[];
  /** Monday is 0. */
  readonly day_of_week?: readonly Range[];
  readonly hour?: readonly Range[];
  readonly minute?: readonly Range[];
  readonly second?: readonly Range[];
}

/** The values `first`, `first + step` and so on, up to `last`. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** The nth (or last, or every one) of such weekdays in a month; without a weekday, of its days. */
export interface NthOfMonth {
  readonly nth: number | 'last' | 'every';
  readonly weekday?: number;
}

/** Instants `phase + k × every`, k ≥ 1. */
export interface Interval {
  readonly type: 'interval';
  readonly text: string;
  readonly every: Duration;
  /** Its phase, where that is the same on every host; else it is that of the registration. */
  readonly phase?: Time;
}

/** Milliseconds. */
export type Duration = Time;

/** What is wrong with a label: which one, what was given and what is allowed. */
export interface Problem {
  /** The label's whole key. */
  readonly key: string;
  readonly message: string;
}
