import http from 'node:http';

/** The body of the engine's answer; rejects with its message where it is an error. */
export const request = (socket: string, method: string, path: string, body?: Buffer, signal?: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/x-tar', 'content-length': body.length } : {};
    const asked = http.request({ socketPath: socket, method, path, headers, agent: false, ...(signal && { signal }) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer
        .on('error', reject)
        .on('end', () => ((answer.statusCode ?? 500) < 400 ? resolve(text) : reject(new Error(`${method} ${path}: ${text.trim()}`))));
    });
    asked.on('error', reject).end(body);
  });
