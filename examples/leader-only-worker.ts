// Works on the one host of a load-balanced pool that leads: node leader-only-worker.js TARGET_GROUP [SECONDS from one question to the next]
import { leading, polled } from 'bosun';
import { targets } from 'bosun/aws';
import { defer, distinctUntilChanged, EMPTY, map, switchMap, tap, timer, type Observable } from 'rxjs';

const [name = 'web', seconds = '15'] = process.argv.slice(2);
const every = Number(seconds) * 1_000;
const hold = 4 * every;

const answer$ = polled(targets({ kind: 'alb', name }), { every, random: Math.random });
const leads$: Observable<boolean> = leading(answer$, { poll: every, hold, takeover: hold + every }).pipe(
  tap(({ to, reason }) => console.log(reason === undefined ? to : `${to}: ${reason}`)),
  map(({ to }) => to === 'leader'),
  distinctUntilChanged(),
);

/** Whatever your app does for as long as somebody listens. */
const mail$: Observable<string> = defer(() => timer(0, 1_000)).pipe(map((index) => `mail ${index + 1} is sent`));

const working = leads$.pipe(switchMap((leads) => (leads ? mail$ : EMPTY))).subscribe((done) => console.log(done));
process.once('SIGTERM', () => working.unsubscribe()); // and nothing keeps the process
