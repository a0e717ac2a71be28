import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

// The limit: creates and starts the same execs as bosun would, so many at once, with nothing between it and the engine's socket.

interface Order {
  readonly socket: string;
  readonly containers: readonly string[];
  readonly command: readonly string[];
  /** Milliseconds since the epoch. */
  readonly dues: readonly number[];
  readonly atOnce: number;
}

const { socket: socketPath, containers, command, dues, atOnce } = JSON.parse(process.argv[2] ?? '') as Order;
const agent = new http.Agent({ keepAlive: true });

for (const due of dues) {
  for (let left = due - Date.now(); left > 0; left = due - Date.now()) await sleep(left);
  const waiting = [...containers];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let container = waiting.shift(); container !== undefined; container = waiting.shift()) await run(container);
    }),
  );
}

async function run(container: string): Promise<void> {
  const created = await post(`/containers/${container}/exec`, { AttachStdout: true, AttachStderr: true, Cmd: command });
  await post(`/exec/${(JSON.parse(created) as { Id: string }).Id}/start`, { Detach: false, Tty: false });
}

/** Resolves with the whole answer, which is that of a start once the process has ended. */
function post(path: string, body: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const request = http.request({ socketPath, agent, method: 'POST', path, headers }, (answer) => {
      let all = '';
      answer.on('data', (chunk) => (all += String(chunk))).on('end', () => resolve(all));
      answer.on('error', reject);
    });
    request.on('error', reject).end(text);
  });
}
