import { behaviours } from '../support/behaviours.ts';
import { lives } from '../support/lives.ts';

behaviours('journal', 'log', (hot) => lives(hot('facts')));
