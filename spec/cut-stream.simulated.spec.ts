import { cutStream } from './support/cut-stream.ts';
import { withSimulatedEngine } from './support/world.ts';

cutStream(withSimulatedEngine, 100_000); // more happens there in the same time
