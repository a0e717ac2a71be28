import { concatMap, type Observable } from 'rxjs';
import type { Command } from '../derive/commands.ts';
import type { Heard } from './ledger.ts';

/** The commands that keep schedule, runs and log in step with what is known. */
export const commands = (heard$: Observable<Heard>): Observable<Command> => heard$.pipe(concatMap(({ commands }) => commands));
