import { execFileSync } from 'node:child_process';

// What `import 'bosun'` takes beside `import 'rxjs'`, which it imports too: each in a process of its own. Paired rounds, one of each after
// the other, so that a noisy machine disturbs both.

const ROUNDS = 61;
const WARM_UPS = 3;
/** At most so many times as long. */
const ALLOWED = 1.5;

/** The milliseconds that a first import takes. */
function timed(name: string): number {
  const script = `const from = performance.now(); await import('${name}'); console.log(performance.now() - from);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const rounds: { readonly rxjs: number; readonly bosun: number }[] = [];
for (let round = -WARM_UPS; round < ROUNDS; round++) {
  const first = round % 2 === 0 ? timed('rxjs') : undefined;
  const bosun = timed('bosun');
  const rxjs = first ?? timed('rxjs');
  if (round >= 0) rounds.push({ rxjs, bosun });
}
const ratio = median(rounds.map(({ rxjs, bosun }) => bosun / rxjs));
const [rxjs, bosun] = [median(rounds.map((round) => round.rxjs)), median(rounds.map((round) => round.bosun))];
console.log(`node ${process.version}; ${ROUNDS} rounds: rxjs ${rxjs.toFixed(1)} ms, bosun ${bosun.toFixed(1)} ms`);
console.log(`bosun to rxjs: median of the ratios ${ratio.toFixed(2)}, allowed at most ${ALLOWED}`);
process.exitCode = ratio <= ALLOWED ? 0 : 1;
