import { request, type IncomingMessage } from 'node:http';
import { simulatedEngine } from '../spec/support/simulated/simulated-engine.ts';

// What the simulated engine costs: it must not be what a measurement on it measures.

const CONTAINERS = 10_000;
const EVENTS = 100_000;

const idle = memory();
const engine = await simulatedEngine();
await engine.script(`scale web to ${CONTAINERS} with a every 1h: true, b every 2h: true`);
console.log(`${CONTAINERS.toLocaleString('en')} containers with two jobs each: ${(memory() - idle).toFixed(0)} MiB`);

let listed = 0;
let from = performance.now();
for await (const chunk of await open('/containers/json')) listed += (chunk as Buffer).length;
console.log(`listed (${(listed / 2 ** 20).toFixed(0)} MiB) in ${(performance.now() - from).toFixed(0)} ms`);

const events = await open('/events');
let [bytes, lines] = [0, 0];
const all = new Promise<void>((resolve) =>
  events.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10 && ++lines === EVENTS) resolve();
  }),
);
from = performance.now();
for (let n = 0; n < EVENTS / 200; n++) {
  await engine.script('pause web-1; unpause web-1;'.repeat(100));
  await new Promise(setImmediate); // what was written is read meanwhile
}
await all;
console.log(
  `${EVENTS.toLocaleString('en')} events (${(bytes / 2 ** 20).toFixed(0)} MiB) sent in ${(performance.now() - from).toFixed(0)} ms; ${(memory() - idle).toFixed(0)} MiB then`,
);
await engine.close();

function open(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => request({ socketPath: engine.socket, path, agent: false }, resolve).on('error', reject).end());
}

/** MiB that are in use. */
function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
