import { describe, expect, it } from 'vitest';
import { aboutJob } from '../../src/cli/about-job.ts';
import { heard } from '../../src/cli/heard.ts';
import { said } from '../../src/cli/said.ts';
import { asJson, asText } from '../../src/cli/told.ts';

const all = heard(said('spec/recordings/journal-a-full-pool-and-other-definitions.ndjson', (odd) => expect.unreachable(odd)));
const text = all.map(asText).join('');

describe('a replay as text', () => {
  it('tells what led to something, and below it to what', () => {
    expect(text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'T').replace(/\([0-9a-f-]{36}\)/g, '(id)')).toContain(`
T  web-1 died
  INFO     web-2: Reassigned 'hasty' from web-1.
  INFO     web-2: Redefined 'hasty' (id).
  INFO     web-2: Reassigned 'slow' from web-1.
T  web-1: 'slow', due T, ended
  CRITICAL web-1: Command 'slow' finished with exit code 137.
`);
  });

  it('says also what the log leaves to a later fact', () => {
    expect(text).toMatch(
      /has no grace left\n {2}DEBUG {4}web-1: 'hasty', due \S+, is not to run any more: no slot was free in time \(JOB_POOL_SIZE\)\.\n/,
    );
    expect(text).toMatch(/ran for too long\n {2}WARNING .*\n {2}DEBUG {4}web-3: 'slow', due \S+, is to be ended\.\n/);
  });

  it('leaves out what led to nothing', () => {
    const quiet = all.filter(({ fact, commands }) => fact.type === 'container.died' && commands.length === 0);
    expect(all.filter((each) => asText(each) === '').map(({ fact }) => fact.type)).toEqual(
      expect.arrayContaining(quiet.map(({ fact }) => fact.type)),
    );
    expect(text.match(/^\d/gm)).toHaveLength(all.filter((each) => asText(each) !== '').length);
  });
});

it('about a job tells what is about it, and nothing that a fact says of others', () => {
  const about = all
    .flatMap((each) => aboutJob(each, 'hasty') ?? [])
    .map(asText)
    .join('');
  expect(about).toMatch(/web-2: Redefined 'hasty'/);
  expect(about).not.toMatch(/'slow'|Listening/);
  const { job } = all.map(({ fact }) => fact).find((fact) => fact.type === 'run.due' && fact.name === 'hasty') as {
    job: string;
  } & (typeof all)[0]['fact'];
  expect(
    all
      .flatMap((each) => aboutJob(each, job) ?? [])
      .map(asText)
      .join(''),
  ).toBe(about);
});

it('as JSON is the fact as it was kept, when it was heard, and the commands', () => {
  const lines = all.map((each) => JSON.parse(asJson(each)) as { at: number; fact: { type: string }; commands: { type: string }[] });
  expect(lines.every((line) => Object.keys(line).join() === 'at,fact,commands')).toBe(true);
  expect(lines.filter(({ fact }) => 'heard' in fact || 'output' in fact)).toEqual([]);
  const [died] = lines.filter(({ fact }) => fact.type === 'container.died');
  expect(died!.commands.map(({ type }) => type)).toEqual(['move', 'redefine', 'move']);
});
