import { TestScheduler } from 'rxjs/testing';

/** Compares two timetables, one line per moment; throws where they differ. */
export type Same = (actual: string, expected: string) => void;

/** When virtual time begins, in milliseconds since the epoch, and what compares: 1970 and an Error with both timetables where nothing is said. */
export interface VirtualTime {
  readonly from?: number;
  readonly same?: Same;
}

/** RxJS's test scheduler, whose clock begins at `from`, and whose failures read as two timetables. */
export function virtualTime({ from = 0, same = equal }: VirtualTime = {}): TestScheduler {
  const scheduler = new TestScheduler((actual, expected) => same(timetable(actual), timetable(expected)));
  if (from) scheduler.now = () => from + scheduler.frame;
  return scheduler;
}

function equal(actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`expected\n${expected}\nbut it was\n${actual}`);
}

interface Message {
  readonly frame: number;
  readonly notification: { readonly kind: 'N' | 'E' | 'C'; readonly value?: unknown; readonly error?: unknown };
}

const timetable = (messages: unknown): string =>
  Array.isArray(messages) && messages.every((m) => typeof m === 'object' && m !== null && 'notification' in m)
    ? (messages as Message[]).map(line).join('\n')
    : JSON.stringify(messages, null, 2);

function line({ frame, notification }: Message): string {
  const at = `${frame}ms`.padStart(8);
  if (notification.kind === 'C') return `${at}  |`;
  if (notification.kind === 'E') return `${at}  # ${String(notification.error)}`;
  return `${at}  ${typeof notification.value === 'string' ? notification.value : JSON.stringify(notification.value)}`;
}
