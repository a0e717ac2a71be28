import { catchError, of, throwError, timeout, TimeoutError, type Observable } from 'rxjs';
import { EngineError, NoAnswer } from './call.ts';
import type { Engine } from './engine.ts';

/** Whether a container with labels of jobs is but a step of a build: only one whose image is told as a bare id is asked after, as that of a tag that has moved is, too. */
export const buildStep = (engine: Pick<Engine, 'isBuild'>, container: string, image: string): Observable<boolean> =>
  BARE_ID.test(image) ? engine.isBuild(container).pipe(timeout(PATIENCE), catchError(unanswered)) : of(false);

/** What an inspected container was created with. */
export interface Configured {
  readonly Image?: string | undefined;
  readonly Healthcheck?: { readonly Test?: readonly string[] | undefined } | undefined;
  readonly Entrypoint?: string | readonly string[] | null | undefined;
  readonly Shell?: readonly string[] | null | undefined;
  readonly Cmd?: readonly string[] | null | undefined;
}

/** A RUN step of the classic builder: of a bare image, no health check, no entrypoint, and the shell's words before its own. https://github.com/moby/moby/blob/v20.10.24/builder/dockerfile/dispatchers.go */
export function isStep({ Image, Healthcheck, Entrypoint, Shell, Cmd }: Configured): boolean {
  const shell = Shell ?? ['/bin/sh', '-c'];
  return (
    BARE_ID.test(Image ?? '') &&
    Healthcheck?.Test?.[0] === 'NONE' &&
    !Entrypoint?.length &&
    shell.every((word, index) => Cmd?.[index] === word)
  );
}

const BARE_ID = /^(sha256:)?[0-9a-f]{12,64}$/;

/** One that the engine cannot inspect is gone, and the event of its end follows; one that it does not inspect in time must not hold up the others. */
const unanswered = (cause: unknown): Observable<boolean> =>
  cause instanceof EngineError || cause instanceof TimeoutError || cause instanceof NoAnswer ? of(false) : throwError(() => cause);

/** Milliseconds. */
const PATIENCE = 5_000;
