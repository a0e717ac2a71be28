import { TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';

interface Message {
  readonly frame: number;
  readonly notification: { readonly kind: 'N' | 'E' | 'C'; readonly value?: unknown; readonly error?: unknown };
}

/** A test scheduler whose clock begins at `from`, and whose failures read as two timetables, one line per moment. */
export function virtualTime(from = 0): TestScheduler {
  const scheduler = new TestScheduler((actual, expected) => expect(timetable(actual)).toBe(timetable(expected)));
  if (from) scheduler.now = () => from + scheduler.frame;
  return scheduler;
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
