import { createWriteStream } from 'node:fs';
import http from 'node:http';
import { KINDS } from './event.ts';

// Writes the engine's own events to a file, one JSON a line, and does nothing beside it: the engine drops events for slow readers.
// Says `recording` once it hears them; ends with its standard input.

const [socketPath = '', file = ''] = process.argv.slice(2);
const filters = JSON.stringify({ type: ['container'], event: Object.keys(KINDS) });
process.stdin.on('end', () => process.exit()).resume();
http.get({ socketPath, path: `/events?${new URLSearchParams({ filters }).toString()}` }, (answer) => {
  answer.pipe(createWriteStream(file));
  process.stdout.write('recording\n');
});
