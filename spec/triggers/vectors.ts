import { readFileSync } from 'node:fs';

export interface CronVector {
  readonly expression: string;
  readonly timezone: string;
  readonly after: string;
  readonly next: readonly string[];
}

export interface IntervalVector {
  readonly text: string;
  readonly seconds?: number;
  readonly error?: string;
}

export interface DateVector {
  readonly text: string;
  readonly timezone: string;
  readonly at?: string;
  readonly error?: string;
}

/** The content of a file in `spec/vectors/`; the caller knows its form. */
export const vectors = (file: string): unknown => JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8'));
