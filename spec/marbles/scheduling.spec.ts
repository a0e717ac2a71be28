import { filter, map } from 'rxjs';
import type { RunFact } from '../../src/facts/fact.ts';
import { watch } from '../../src/index.ts';
import { behaviours } from '../support/behaviours.ts';
import { fact } from '../../src/marbles/vocabulary.ts';
import { pretended, pretendedEnd } from '../support/watched.ts';

behaviours('scheduling', 'due', (hot) =>
  watch({
    facts$: hot('facts', fact),
    exec: pretended,
    end: pretendedEnd,
    log: () => undefined,
    poolSize: 1,
    shutdownGrace: 8_000,
    random: () => 0.5,
  }).pipe(
    filter(({ type }) => type === 'run.due'),
    map((told) => ('run' in told ? `${told.name} on ${told.container}${late(told)}` : told.type)),
  ),
);

const late = ({ at, due, delay }: RunFact): string => (at > due + delay ? `, ${(at - due - delay) / 1000}s late` : '');
