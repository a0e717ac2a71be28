import { fromEvent, map, merge, take, type Observable } from 'rxjs';

/** The first of SIGINT and SIGTERM. */
export const ending = (): Observable<'SIGINT' | 'SIGTERM'> =>
  merge(...(['SIGINT', 'SIGTERM'] as const).map((signal) => fromEvent(process, signal).pipe(map(() => signal)))).pipe(take(1));
