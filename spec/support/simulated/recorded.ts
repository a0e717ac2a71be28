import { readFileSync } from 'node:fs';

/** A real engine's answers (Docker 20.10, spec/recordings/engine-20.10.json): what the simulated one says has their shapes. */
export type Recorded = Readonly<
  Record<string, { readonly call: string; readonly status: number; readonly type: string | null; readonly body: unknown }>
>;

export const recorded = JSON.parse(readFileSync(new URL('../../recordings/engine-20.10.json', import.meta.url), 'utf8')) as Recorded;

/** The body of a recorded answer, as an object to fill in. */
export const template = (name: string): Record<string, unknown> => {
  const body = recorded[name]?.body;
  if (typeof body !== 'object' || body === null) throw new Error(`no answer "${name}" is recorded`);
  return (Array.isArray(body) ? body[0] : body) as Record<string, unknown>;
};
