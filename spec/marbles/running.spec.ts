import { behaviours } from '../support/behaviours.ts';
import { fact } from '../../src/marbles/vocabulary.ts';
import { logged } from '../support/watched.ts';

behaviours('running', 'log', (hot) => logged(hot('facts', fact)));
