import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../src/derive/commands.ts';
import { registrations } from '../../src/derive/registrations.ts';
import type { ServiceFact } from '../../src/facts/fact.ts';
import { isNothing, nothing, reduce, type Service } from '../../src/state/service.ts';
import { histories } from '../support/histories.ts';
import { fact } from '../../src/marbles/vocabulary.ts';

const fold = (facts: readonly ServiceFact[], from: Service = nothing): Service => facts.reduce(reduce, from);
const told = (sentence: string, at: number) => fact(sentence, at) as ServiceFact;
const RUNS = 2_000;

describe('laws', () => {
  it('a tail that is told again gives no command', () => {
    const split = fc.tuple(histories, fc.nat());
    fc.assert(
      fc.property(split, ([history, from]) => {
        const once = fold(history);
        const again = fold(history.slice(from % (history.length + 1)), once);
        expect(difference('web', once, again)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('while nothing is removed, a tail that is told again gives no command on the way either', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const kept = history.filter(({ type }) => type !== 'container.removed' && type !== 'service.listed');
        let service = fold(kept);
        for (const again of kept) {
          const after = reduce(service, again);
          expect(difference('web', service, after)).toEqual([]);
          service = after;
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('somebody holds the jobs whenever anybody can, and nobody but one', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const service = fold(history);
        const able = [...service.containers.values()].filter(
          ({ condition, container }) => condition !== 'exited' && container.jobs.length > 0,
        );
        const held = [...registrations(service).values()];
        expect(held.length > 0).toBe(able.length > 0);
        expect(new Set(held.map(({ container }) => container.id)).size).toBe(able.length > 0 ? 1 : 0);
        expect(held.some(({ paused }) => paused)).toBe(able.length > 0 && able.every(({ condition }) => condition === 'paused'));
      }),
      { numRuns: RUNS },
    );
  });

  it('commands turn what followed before into what follows after', () => {
    fc.assert(
      fc.property(histories, histories, (one, other) => {
        const [before, after] = [fold(one), fold(other)];
        const scheduled = new Map([...registrations(before)]);
        for (const command of difference('web', before, after)) {
          if (command.type === 'unregister') scheduled.delete(command.registration.job.id);
          if (command.type === 'register' || command.type === 'move' || command.type === 'redefine') {
            expect(scheduled.has(command.registration.job.id)).toBe(command.type !== 'register');
            scheduled.set(command.registration.job.id, command.registration);
          }
          if (command.type === 'pause' || command.type === 'resume') command.registrations.forEach((is) => scheduled.set(is.job.id, is));
        }
        const known = [...scheduled].map(([id, { job, container, paused }]) => [id, JSON.stringify(job), container.id, paused]).sort();
        expect(known).toEqual(
          [...registrations(after)].map(([id, { job, container, paused }]) => [id, JSON.stringify(job), container.id, paused]).sort(),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

it('a fact of an unknown container changes nothing', () => {
  for (const verb of ['died', 'paused', 'unpaused', 'removed', 'renamed x'])
    expect(reduce(nothing, told(`web-1 ${verb}`, 1))).toBe(nothing);
});

it('an exited container stays known, removed or not, until a listing lacks it: what is told of it again is no news', () => {
  const exited = fold([told('web-1 started', 1), told('web-1 died', 2)]);
  expect(exited.containers.get('web-1')?.condition).toBe('exited');
  const removed = reduce(exited, told('web-1 removed', 3));
  expect(reduce(removed, told('web-1 started', 1))).toBe(removed);
  expect(isNothing(reduce(removed, { type: 'service.listed', at: 4, service: 'web', afresh: false, containers: [] }))).toBe(true);
});

it('how a job ended last is remembered, and forgotten with the last container that has it', () => {
  const run = { service: 'web', run: 'r', job: 'web.backup', name: 'backup', due: 1, delay: 0, until: 9, container: 'web-1' };
  const service = reduce(fold([told('web-1 started', 1)]), { ...run, at: 5, type: 'run.missed', reason: 'no slot' });
  const missed = { skipped: { at: 5, type: 'missed', reason: 'no slot' } };
  expect(service.last.get('web.backup')).toEqual(missed);
  const later = reduce(service, { ...run, at: 7, type: 'run.finished', exitCode: 3, output: 'much' });
  expect(later.last.get('web.backup')).toEqual({ ...missed, ended: { at: 7, type: 'finished', exitCode: 3 } });
  const listing = (words: string) => {
    const listed = fact(`engine lists ${words}`, 100);
    return {
      type: 'service.listed',
      at: 100,
      service: 'web',
      afresh: false,
      containers: listed.type === 'docker.listed' ? listed.containers : [],
    } as const;
  };
  expect(reduce(service, listing('web-2 running with backup')).last.get('web.backup')).toEqual(missed);
  expect(reduce(service, listing('web-2 running with report')).last.size).toBe(0);
});

it('a listing takes away what it lacks, but not what was heard after it', () => {
  const service = fold([told('web-1 started', 1), told('web-2 started', 5)]);
  expect([...reduce(service, { type: 'service.listed', at: 3, service: 'web', afresh: false, containers: [] }).containers.keys()]).toEqual([
    'web-2',
  ]);
});

it('a container that is found running by a listing has run since it started', () => {
  const listed = fact('engine lists web-1 running, web-2 running', 100);
  const containers = listed.type === 'docker.listed' ? listed.containers.map((one, n) => ({ ...one, startedAt: 50 - n })) : [];
  const service = reduce(nothing, { type: 'service.listed', at: 100, service: 'web', afresh: false, containers });
  expect([...registrations(service).values()].map(({ container }) => container.name)).toEqual(['web-2']);
});

it('a container that was restarted unheard runs since its restart', () => {
  const service = fold([told('web-1 started', 1), told('web-2 started', 3)]);
  const listed = fact('engine lists web-1 running, web-2 running', 100);
  const containers = listed.type === 'docker.listed' ? listed.containers.map((one, n) => ({ ...one, startedAt: n === 0 ? 50 : 3 })) : [];
  const after = reduce(service, { type: 'service.listed', at: 100, service: 'web', afresh: false, containers });
  expect([...registrations(after).values()].map(({ container }) => container.name)).toEqual(['web-2']);
});

it("after the engine's clock was set back, a listing is taken as it is", () => {
  const service = fold([told('web-1 started', 1_000)]);
  const none = { type: 'service.listed', at: 10, service: 'web', containers: [] } as const;
  expect(reduce(service, { ...none, afresh: false }).containers.size).toBe(1);
  expect(isNothing(reduce(service, { ...none, afresh: true }))).toBe(true);
});

it('a fact of the same time is no news', () => {
  const service = fold([told('web-1 started', 5)]);
  expect(reduce(service, told('web-1 died', 5))).toBe(service);
});
