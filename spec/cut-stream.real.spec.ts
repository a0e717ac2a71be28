import { cutStream } from './support/cut-stream.ts';
import { withRealEngine } from './support/world.ts';

cutStream(withRealEngine, 6_000);
