// What clustercron's Lb.get_healthy_instances and Lb.master were: node healthy-and-master.js elb|alb NAME
import { healthy, targets, type Balancer } from 'bosun/aws';
import { concatMap, of, shareReplay, throwError, type Observable } from 'rxjs';

const [kind = 'elb', name = 'web'] = process.argv.slice(2);
const balancer: Balancer = { kind: kind === 'alb' ? 'alb' : 'elb', name };

/** AWS is asked once for both. */
const answer$ = targets(balancer).pipe(
  concatMap((fact) => (fact.type === 'targets.reported' ? of(fact) : throwError(() => new Error(fact.reason)))), // or go on with a guess of your own
  shareReplay(1),
);
const healthy$: Observable<readonly string[]> = answer$.pipe(concatMap((answer) => of(healthy(answer.targets))));
const master$: Observable<boolean> = answer$.pipe(concatMap((answer) => of(healthy(answer.targets)[0] === answer.self)));

const failed = ({ message }: Error) => {
  console.error(message);
  process.exitCode = 1;
};
healthy$.subscribe({ next: (instances) => console.log(`healthy: ${instances.join(', ') || 'none'}`), error: failed });
master$.subscribe({ next: (isMaster) => console.log(isMaster ? 'master' : 'not master'), error: () => undefined });
