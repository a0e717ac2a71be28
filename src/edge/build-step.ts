import { catchError, of, throwError, type Observable } from 'rxjs';
import { EngineError } from './call.ts';
import type { Engine } from './engine.ts';

/** Whether a container with labels of jobs is but a step of a build: only one whose image is a bare id is asked after. */
export const buildStep = (engine: Pick<Engine, 'isBuild'>, container: string, image: string): Observable<boolean> =>
  BARE_ID.test(image) ? engine.isBuild(container).pipe(catchError(unanswered)) : of(false);

const BARE_ID = /^(sha256:)?[0-9a-f]{12,64}$/;

/** One that the engine cannot inspect is gone, and the event of its end follows. */
const unanswered = (cause: unknown): Observable<boolean> => (cause instanceof EngineError ? of(false) : throwError(() => cause));
