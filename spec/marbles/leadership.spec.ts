import { behaviours } from '../support/behaviours.ts';
import { inCluster } from '../support/clustered.ts';
import { fact } from '../../src/marbles/vocabulary.ts';
import { logged } from '../support/watched.ts';

behaviours('leadership', 'log', (hot) => logged(hot('facts', fact).pipe(inCluster)));
