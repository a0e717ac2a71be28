import type { Target } from '../facts/targets.ts';

/** The healthy targets in order, each once, on however many ports it is: ids alphabetical, addresses numeric. */
export function healthy(targets: readonly Target[]): readonly string[] {
  const ids = [...new Set(targets.filter((target) => target.healthy).map(({ id }) => id))];
  return ids.sort((one, other) => inOrder(address(one), address(other)) || inOrder(one, other));
}

const inOrder = (one: string | number, other: string | number): number => Number(one > other) - Number(one < other);

/** An IPv4 address as a number, so that 10.0.0.9 comes before 10.0.0.10; 0 for all else. */
const address = (id: string): number => (IPV4.test(id) ? id.split('.').reduce((number, part) => number * 256 + Number(part), 0) : 0);

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
