import type { TestProject } from 'vitest/node';
import { EngineUnavailable, startEngine } from '../../scripts/engine/throwaway.ts';

declare module 'vitest' {
  interface ProvidedContext {
    engine: { readonly socket: string; readonly image: string } | { readonly unavailable: string };
  }
}

/** Gives the engine specs an engine: the one that `npm test` holds (BOSUN_ENGINE), or one of their own. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const held = process.env.BOSUN_ENGINE;
  if (held !== undefined) {
    project.provide('engine', JSON.parse(held) as { socket: string; image: string });
    return undefined;
  }
  try {
    const { socket, image, close } = await startEngine({ say: console.log });
    project.provide('engine', { socket, image });
    return close;
  } catch (cause) {
    if (!(cause instanceof EngineUnavailable)) throw cause;
    project.provide('engine', { unavailable: cause.message });
    return undefined;
  }
}
