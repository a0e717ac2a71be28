import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/edge/settings.ts';
import type { Job, Trigger } from '../../src/facts/job.ts';
import { flagsOf, needsImage, readContainer, type Defaults, type Labels } from '../../src/labels/container.ts';

interface Case {
  readonly labels: Labels;
  readonly image?: Labels;
  readonly settings?: Record<string, string>;
  readonly flags?: readonly string[];
  readonly jobs: Readonly<Record<string, object>>;
  readonly problems: readonly string[];
}

const { cases } = JSON.parse(readFileSync('spec/vectors/definitions.json', 'utf8')) as { cases: readonly Case[] };

function defaultsOf(settings: Record<string, string> = {}): Defaults {
  const read = readSettings(settings);
  if ('faults' in read) throw new Error(read.faults.join());
  return read.settings.labels;
}

/** A job as the vectors write it down. */
function written({ name, command, trigger, jitter, user, workdir, environment, max }: Job, timezone: string): [string, object] {
  const optional = { ...(workdir === undefined ? {} : { workdir }), ...(jitter === 0 ? {} : { jitterSeconds: jitter / 1000 }) };
  return [
    name,
    {
      command: command.join(' '),
      trigger: triggerOf(trigger),
      user: user ?? '',
      environment,
      max,
      timezone: 'timezone' in trigger ? trigger.timezone : timezone,
      ...optional,
    },
  ];
}

const triggerOf = (trigger: Trigger): object =>
  trigger.type === 'interval' ? { interval: trigger.every / 1000 } : { [trigger.type]: trigger.text };

describe(`${cases.length} vectors of definitions, each as it is inspected too: the image's labels merged into the container's`, () => {
  it.each(cases.map((one) => [JSON.stringify(one.labels), one] as const))(
    '%s',
    (_, { labels, image = {}, settings, flags, jobs, problems }) => {
      const defaults = defaultsOf(settings);
      const merged = { ...image, ...labels };
      const read = readContainer('c0ffee', 'web-1', merged, defaults, image);
      expect(Object.fromEntries(read.jobs.map((job) => written(job, defaults.timezone)))).toEqual(jobs);
      if (flags) expect(Object.entries(flagsOf(merged, defaults)).flatMap(([flag, on]) => (on ? [flag] : []))).toEqual(flags);

      const subjects = problems.map((problem) => problem.slice(0, problem.indexOf(': ')).replace(/^deck-chores\./, ''));
      const keys = read.problems.map(({ key }) => key.replace(/^[a-z-]+\./, ''));
      expect(keys).toHaveLength(subjects.length);
      for (const subject of subjects)
        expect(
          keys.some((key) => key === subject || key.startsWith(`${subject}.`)),
          `${subject} in ${keys.join()}`,
        ).toBe(true);
      for (const [, nearest] of problems.flatMap((problem) => [...problem.matchAll(/nearest is (\S+)/g)])) {
        expect(read.problems.map(({ message }) => message).join()).toContain(nearest);
      }

      // What needs no image is the same without it; so nothing is asked of the engine.
      if (!needsImage(merged, defaults)) expect(readContainer('c0ffee', 'web-1', merged, defaults)).toEqual(read);
    },
  );
});
