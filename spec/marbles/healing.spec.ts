import { Observable } from 'rxjs';
import { behaviours } from '../support/behaviours.ts';
import { pretendedEngine } from '../support/pretended-engine.ts';
import { logged } from '../support/watched.ts';

behaviours('healing', ['log', 'asked'], (hot, output) => {
  const happens$ = hot('engine');
  if (output === 'log') return logged(pretendedEngine(happens$));
  return new Observable((subscriber) => pretendedEngine(happens$, () => subscriber.next('a')).subscribe());
});
