import { Observable, type MonoTypeOperatorFunction } from 'rxjs';

/**
 * Opens the live stream, then the listing, and lets live values through only after the listing:
 * nothing that happens while the listing is fetched is lost, and nothing overtakes it.
 */
export const afterListing =
  <T>(listing$: Observable<T>): MonoTypeOperatorFunction<T> =>
  (live$) =>
    new Observable<T>((subscriber) => {
      let held: T[] | undefined = [];
      subscriber.add(
        live$.subscribe({
          next: (value) => (held ? held.push(value) : subscriber.next(value)),
          error: (cause) => subscriber.error(cause),
          complete: () => subscriber.complete(),
        }),
      );
      subscriber.add(
        listing$.subscribe({
          next: (value) => subscriber.next(value),
          error: (cause) => subscriber.error(cause),
          complete: () => {
            const early = held ?? [];
            held = undefined;
            early.forEach((value) => subscriber.next(value));
          },
        }),
      );
    });
