import { PassThrough, type Readable } from 'node:stream';
import { defer, firstValueFrom, NEVER, of, throwError, toArray, type Observable } from 'rxjs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EngineError } from '../../src/edge/call.ts';
import type { Engine } from '../../src/edge/engine.ts';
import { exec, follow } from '../../src/edge/exec.ts';
import { registrations } from '../../src/derive/registrations.ts';
import { nothing, reduce } from '../../src/state/service.ts';
import { fact } from '../../src/marbles/vocabulary.ts';
import type { ServiceFact } from '../../src/facts/fact.ts';

const [registration] = [...registrations(reduce(nothing, fact('web-1 started', 1) as ServiceFact)).values()];

/** A stream with one frame of stdout, that then ends or breaks. */
function written(text: string, breaks = false): Readable {
  const stream = new PassThrough();
  stream.write(Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]));
  setImmediate(() => (breaks ? stream.destroy(new Error('socket hang up')) : stream.end()));
  return stream;
}

type Answers = Partial<Omit<Engine, 'inspectExec'>> & { inspectExec?: () => Observable<{ running: boolean; exitCode: number | null }> };

const run = (engine: Answers) =>
  firstValueFrom(
    exec({ createExec: () => of('e1'), startExec: () => of(written('done\n')), ...engine } as unknown as Engine, 1 << 20)(registration!, {
      id: 'r1',
      until: Date.now() + 10_000,
    }).pipe(toArray()),
  );

const answers = (...given: readonly Observable<{ running: boolean; exitCode: number | null }>[]) => {
  const left = [...given];
  return () => left.shift() ?? NEVER;
};

it('tells that it has begun, and then how inspect says that it ended', async () => {
  expect(await run({ inspectExec: () => of({ running: false, exitCode: 3 }) })).toEqual([
    { type: 'begun', exec: 'e1' },
    { type: 'ended', exitCode: 3, output: 'done\n' },
  ]);
});

it('a stream that breaks is no end: inspect is asked, again while the engine does not answer', async () => {
  const inspectExec = answers(
    throwError(() => new Error('connect ECONNREFUSED')),
    of({ running: false, exitCode: 0 }),
  );
  expect((await run({ startExec: () => of(written('half', true)), inspectExec })).at(-1)).toEqual({
    type: 'ended',
    exitCode: 0,
    output: 'half\n… the connection to the engine was lost here: what came after it is not known …\n',
  });
});

it('the exit code that stands for a connection that was cut is none', async () => {
  const inspectExec = () => of({ running: false, exitCode: 126 });
  expect((await run({ startExec: () => of(written('half', true)), inspectExec })).at(-1)).toMatchObject({
    type: 'lost',
    reason: 'the connection to the engine was lost',
  });
  expect((await run({ inspectExec })).at(-1)).toMatchObject({ type: 'ended', exitCode: 126 });
});

it('an exec that the engine has forgotten is lost', async () => {
  const inspectExec = () => throwError(() => new EngineError(404, 'No such exec instance: e1'));
  expect((await run({ inspectExec })).at(-1)).toEqual({ type: 'lost', reason: 'the engine has forgotten it', output: 'done\n' });
});

it("a container that does not take it just now postpones it, any other refusal is an error in the engine's words", async () => {
  const refused = () => throwError(() => new EngineError(409, 'Container web-1 is paused, unpause the container before exec'));
  const postponed = { type: 'postponed', reason: 'Container web-1 is paused, unpause the container before exec' };
  expect(await run({ createExec: refused })).toEqual([postponed]);
  expect(await run({ startExec: refused })).toEqual([{ type: 'begun', exec: 'e1' }, postponed]);
  const broken = () => throwError(() => new EngineError(500, 'no space left on device'));
  await expect(run({ createExec: broken })).rejects.toThrow('no space left on device');
});

it('an exec that was never started is an error, not an exit code', async () => {
  const startExec = () => throwError(() => new Error('socket hang up'));
  await expect(run({ startExec, inspectExec: () => of({ running: false, exitCode: null }) })).rejects.toThrow(
    'the engine did not start it',
  );
});

it('while the engine does not answer, an exec is created again: it has not begun', async () => {
  const created = [throwError(() => new Error('write EPIPE')), of('e2')];
  expect(await run({ createExec: () => defer(() => created.shift()!), inspectExec: () => of({ running: false, exitCode: 0 }) })).toEqual([
    { type: 'begun', exec: 'e2' },
    { type: 'ended', exitCode: 0, output: 'done\n' },
  ]);
});

it('what the engine does not take in time is not begun late', async () => {
  const silent = { createExec: () => NEVER } as unknown as Engine;
  const late = firstValueFrom(exec(silent, 1 << 20)(registration!, { id: 'r1', until: Date.now() + 1_100 }));
  await expect(late).rejects.toThrow('the engine did not answer in time');
});

it('a process whose end the engine knows has ended, though its connection was dead and told nothing of it', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const dead = new PassThrough();
  dead.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 3, 97, 98, 10]));
  const inspectExec = answers(
    of({ running: true, exitCode: null }),
    ...Array.from({ length: 2 }, () => of({ running: false, exitCode: 4 })),
  );
  const told = run({ startExec: () => of(dead), inspectExec });
  await vi.advanceTimersByTimeAsync(66_000);
  expect((await told).at(-1)).toEqual({ type: 'ended', exitCode: 4, output: 'ab\n' });
  expect(dead.destroyed).toBe(true);
});

/** What is told of an exec that was created before we began, and whether it was started now. */
async function followed(engine: Answers, until = Date.now() + 10_000) {
  let starts = 0;
  const startExec = () =>
    defer(() => {
      starts++;
      return of(written('done\n'));
    });
  const told = await firstValueFrom(follow({ startExec, ...engine } as unknown as Engine, 1 << 20)({ exec: 'e1', until }).pipe(toArray()));
  return { told, starts };
}

describe('of an exec that was created before we began', () => {
  const created = { running: false, exitCode: null };

  it.each([
    [
      'that still runs is told how it ends',
      { running: true, exitCode: null },
      { type: 'found' },
      { type: 'ended', exitCode: 3, output: '' },
    ],
    ['that has ended is told how', { running: false, exitCode: 3 }, { type: 'ended', exitCode: 3, output: '', away: true }],
    [
      'whose connection was cut by our end, as far as the engine can tell, the end is not known',
      { running: false, exitCode: 126 },
      { type: 'lost', reason: 'it wrote after bosun had ended, and the engine tells no exit code then', output: '' },
    ],
  ])('one %s, and is not started', async (_, first, ...expected) => {
    const inspectExec = answers(of(first), of({ running: false, exitCode: 3 }));
    expect(await followed({ inspectExec })).toEqual({ told: expected, starts: 0 });
  });

  it('one that was not started is started now', async () => {
    const inspectExec = answers(of(created), of({ running: false, exitCode: 0 }));
    expect(await followed({ inspectExec })).toEqual({
      told: [
        { type: 'begun', exec: 'e1' },
        { type: 'ended', exitCode: 0, output: 'done\n' },
      ],
      starts: 1,
    });
  });

  it('one that was not started in time is given back', async () => {
    expect(await followed({ inspectExec: () => of(created) }, Date.now() - 1)).toEqual({
      told: [{ type: 'postponed', reason: 'bosun ended before it began' }],
      starts: 0,
    });
  });

  it('one that is unknown to the engine is lost, and one whose engine does not answer is asked for again', async () => {
    const inspectExec = answers(
      throwError(() => new Error('connect ECONNREFUSED')),
      throwError(() => new EngineError(404, 'No such exec instance: e1')),
    );
    expect(await followed({ inspectExec })).toEqual({
      told: [{ type: 'lost', reason: 'the engine has forgotten it', output: '' }],
      starts: 0,
    });
  });

  it('one whose container is paused by now is given back', async () => {
    const startExec = () => throwError(() => new EngineError(409, 'Container web-1 is paused'));
    const { told } = await followed({ inspectExec: () => of(created), startExec });
    expect(told.at(-1)).toEqual({ type: 'postponed', reason: 'Container web-1 is paused' });
  });
});
