import { Unanswered } from './unanswered.ts';

/** A list that every answer has, if only an empty one. An answer without it is none. */
export function list<T>(field: string, value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : incomplete(field);
}

/** A text that every answer has. An answer that lacks it is none: who is not named there might be the first. */
export function text(field: string, value: string | undefined): string {
  return typeof value === 'string' && value !== '' ? value : incomplete(field); // twice in the answer, it is a list
}

/** Targets that are all that the answer names: one that the SDK passed over, since it stands where none should, might be the first. */
export function all<T>(targets: readonly T[], tag: string, answer: string): readonly T[] {
  return answer.split(`<${tag}>`).length - 1 === targets.length ? targets : incomplete(`list of all targets that it names`);
}

function incomplete(field: string): never {
  throw new Unanswered(`the answer has no ${field}: what answers at this endpoint seems not to be AWS`);
}
