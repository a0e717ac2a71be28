import { asyncScheduler, map } from 'rxjs';
import { expect, it } from 'vitest';
import { fact } from '../../src/marbles/vocabulary.ts';
import { registered } from '../../src/streams/registered.ts';
import { virtualTime } from '../support/virtual-time.ts';

/** Which container carries which job, in order; in brackets where it is paused. */
const told = (marbles: string, said: Readonly<Record<string, string>>, drawn: string, expected: Readonly<Record<string, string>>): void =>
  virtualTime().run(({ hot, expectObservable }) => {
    const facts$ = hot(marbles, said).pipe(map((sentence) => fact(sentence, asyncScheduler.now())));
    const jobs$ = registered(facts$).pipe(
      map((jobs) =>
        jobs.map(({ job, container, paused }) => (paused ? `(${job.name} ${container.name})` : `${job.name} ${container.name}`)).join(', '),
      ),
    );
    expectObservable(jobs$).toBe(drawn, expected);
  });

it('is all jobs, told whenever one comes, moves, pauses or goes', () => {
  const said = {
    a: 'engine lists web-1 running for 5ms with backup and report, web-2 running for 3ms with backup and report, db-1 running for 1ms',
    b: 'web-2 paused',
    c: 'web-1 died',
    d: 'db-1 died',
  };
  told('-a-b-c-d|', said, 'na---c-d|', {
    n: '',
    a: 'backup web-1, report web-1, backup db-1',
    c: '(backup web-2), (report web-2), backup db-1',
    d: '(backup web-2), (report web-2)',
  });
});

it('says whether a job of the cluster runs here', () => {
  const said = { a: 'engine lists web-1 running in the cluster', b: 'this host leads', c: 'this host does not lead' };
  told('-abcb|', said, 'napqp|', { n: '', a: '(backup web-1)', p: 'backup web-1', q: '(backup web-1)' });
});

it('begins anew for each who listens, and leaves with them', () => {
  virtualTime().run(({ hot, expectSubscriptions, flush }) => {
    const facts$ = hot<never>('-');
    registered(facts$).subscribe().unsubscribe();
    registered(facts$).subscribe().unsubscribe();
    flush();
    expectSubscriptions(facts$.subscriptions).toBe(['(^!)', '(^!)']);
    expect(facts$.subscriptions).toHaveLength(2);
  });
});
