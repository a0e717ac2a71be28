import { concatMap, type Observable } from 'rxjs';
import { difference, type Command } from '../derive/commands.ts';
import { standings } from '../derive/standings.ts';
import type { Heard } from './store.ts';

/** The commands that keep schedule, runs and log in step with what is known. */
export const commands = (heard$: Observable<Heard>): Observable<Command> =>
  heard$.pipe(
    concatMap(({ fact, changes }): readonly Command[] => [
      ...changes.flatMap(({ service, before, after }) => difference(service, before, after)),
      ...(fact.type === 'signal.received' ? [{ type: 'leave' } as const] : []),
      ...(fact.type === 'jobs.requested' ? [{ type: 'list', jobs: changes.flatMap(({ after }) => standings(after)) } as const] : []),
    ]),
  );
