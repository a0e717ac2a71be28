import type { Flags } from './flags.ts';
import type { Labels } from './container.ts';
import { readKeys } from './keys.ts';
import { TRIGGERS } from './trigger-names.ts';

/** Whether what its image's labels are makes a difference to a container: Docker has merged them into its own. */
export const needsImage = (labels: Labels, namespace: string, { image }: Flags): boolean =>
  !image || [...readKeys(labels, namespace, /.*/).jobs.values()].some((job) => TRIGGERS.filter((trigger) => job.has(trigger)).length > 1);

/**
 * The labels that count: without the flag `image` those that equal the image's do not, and a trigger that the container sets takes the
 * place of one that it inherits, with its jitter.
 */
export function counting(labels: Labels, image: Labels, namespace: string, flags: Flags): Labels {
  const isInherited = (key: string) => Object.hasOwn(image, key) && image[key] === labels[key];
  const without = (drop: (key: string) => boolean) => Object.fromEntries(Object.entries(labels).filter(([key]) => !drop(key)));
  if (!flags.image) return without(isInherited);

  const replaced = new Set<string>();
  for (const job of readKeys(labels, namespace, /.*/).jobs.keys()) {
    const key = (attribute: string) => `${namespace}.${job}.${attribute}`;
    const triggers = TRIGGERS.map(key).filter((trigger) => Object.hasOwn(labels, trigger));
    const inherited = triggers.filter(isInherited);
    if (inherited.length === triggers.length) continue;
    inherited.forEach((trigger) => replaced.add(trigger));
    if (inherited.length > 0 && isInherited(key('jitter'))) replaced.add(key('jitter'));
  }
  return replaced.size === 0 ? labels : without((key) => replaced.has(key));
}
