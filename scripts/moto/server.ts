import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** moto's server, a simulated AWS of many services, on a free port of 127.0.0.1. */
export interface MotoServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts the server that is installed in a folder of programs; resolves when it listens. */
export async function motoServer(bin: string, env: NodeJS.ProcessEnv): Promise<MotoServer> {
  const server = spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  const ended = once(server, 'close');
  const said: string[] = [];
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      said.splice(0, said.length - 20);
      said.push(line);
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const gone = ended.then(() => Promise.reject(new Error(`moto's server does not start:\n${said.join('\n')}`)));
  gone.catch(() => undefined); // once it listens, the calls that it does not answer tell
  const url = await Promise.race([listening, gone]);
  const close = async () => {
    server.kill('SIGKILL'); // it holds nothing but memory
    await ended;
  };
  return { url, close };
}
