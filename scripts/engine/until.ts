import { setTimeout } from 'node:timers/promises';

/** Whether `ready` said yes before the limit (milliseconds) was over; asks every 20 ms, rejects on an abort. */
export async function until(ready: () => Promise<boolean>, limit: number, signal?: AbortSignal): Promise<boolean> {
  const end = performance.now() + limit;
  while (!(await ready())) {
    if (performance.now() > end) return false;
    await setTimeout(20, undefined, { signal });
  }
  signal?.throwIfAborted();
  return true;
}
