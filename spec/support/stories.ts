import fc from 'fast-check';
import { asyncScheduler } from 'rxjs';
import type { Fact } from '../../src/facts/fact.ts';
import { fact } from '../../src/marbles/vocabulary.ts';

/** Milliseconds of a story. */
export const END = 60_000;

const sometimes = (...words: readonly string[]) => fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom(...words));

/** A job in the words of the marbles; one of three names, so that a recreated container may redefine it. */
const job = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom('1s', '2s', '3s', '7s', '10s'),
    fc.constantFrom('1ms', '900ms', '2s', '5s', '20s'),
    sometimes(' printing unendable', ' printing forgotten', ' printing unstartable', ' printing refused-until-20s'),
    sometimes(' max 2', ' max 3'),
    sometimes(' jitter 1s', ' jitter 4s'),
    sometimes(' grace 1s', ' grace 3s', ' grace 60s'),
    sometimes(' ending after 1s', ' ending after 3s'),
  )
  .map(([name, every, taking, ...rest]) => `${name} every ${every} taking ${taking}${rest.join('')}`);

const jobs = fc.uniqueArray(job, { minLength: 1, maxLength: 3, selector: (words) => words[0] }).map((all) => all.join(' and '));

const NAMES = ['web-1', 'web-2', 'db-1', 'db-2', 'app'];
const name = fc.constantFrom(...NAMES);
const cluster = sometimes(' in the cluster');
const found = fc.uniqueArray(fc.tuple(name, fc.constantFrom('running', 'paused'), cluster, jobs), {
  maxLength: 5,
  selector: ([which]) => which,
});
const listing = found.map(
  (all) => `engine lists ${all.map(([which, how, where, with_]) => `${which} ${how}${where} with ${with_}`).join(', ') || 'nothing'}`,
);
const event = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, cluster, jobs).map(([which, where, with_]) => `${which} started${where} with ${with_}`) },
  { weight: 6, arbitrary: fc.tuple(name, fc.constantFrom('died', 'paused', 'unpaused', 'removed')).map((words) => words.join(' ')) },
  { weight: 1, arbitrary: fc.constant('engine lost: it does not answer') },
  { weight: 2, arbitrary: listing },
  {
    weight: 2,
    arbitrary: fc.constantFrom('this host leads', 'this host does not lead', 'AWS lists i-1, i-2', 'AWS is silent: it is away'),
  },
);

/** What is told, in the words of the marbles, and when; what the engine has is known from the beginning on. */
export type Story = readonly [first: string, told: readonly (readonly [at: number, sentence: string])[]];

/** Random stories of three services, whose containers come and go while their jobs run. */
export const stories: fc.Arbitrary<Story> = fc.tuple(
  listing,
  fc.array(fc.tuple(fc.integer({ min: 1, max: END - 1 }), event), { maxLength: 25 }).map((told) => told.sort(([a], [b]) => a - b)),
);

/** Tells a story in virtual time, and in the end bosun to end. */
export function tellStory([first, told]: Story, tell: (fact: Fact) => void): void {
  for (const [at, sentence] of [[0, first], ...told, [END, 'SIGTERM']] as const)
    asyncScheduler.schedule(() => tell(fact(sentence, asyncScheduler.now())), at);
}
