import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { readArguments, USAGE, type Options } from '../../../src/edge/clustercron/arguments.ts';

const DEFAULTS: Options = {
  balancer: { kind: 'elb', name: 'mylb' },
  command: [],
  verbose: 0,
  syslog: false,
  cache: false,
  output: false,
  notMasterExit: 1,
  unknownExit: 1,
};

it('has a default for every option', () => {
  expect(readArguments(['elb', 'mylb'])).toEqual({ type: 'check', ...DEFAULTS });
});

it.each<[string, Partial<Options>]>([
  ['-v', { verbose: 1 }],
  ['--verbose', { verbose: 1 }],
  ['-verbose', { verbose: 1 }],
  ['-vv', { verbose: 2 }],
  ['-v -v', { verbose: 2 }],
  ['--verbose --verbose', { verbose: 2 }],
  ['-verbose -v', { verbose: 2 }],
  ['-vv -v --verbose', { verbose: 4 }],
  ['-v -s -v', { verbose: 2, syslog: true }],
  ['-s', { syslog: true }],
  ['--syslog', { syslog: true }],
  ['-syslog', { syslog: true }],
  ['-s -s', { syslog: true }],
  ['-c', { cache: true }],
  ['--cache', { cache: true }],
  ['-cache', { cache: true }],
  ['-o', { output: true }],
  ['--output', { output: true }],
  ['-output', { output: true }],
  ['-vs', { verbose: 1, syslog: true }],
  ['-svvco', { verbose: 2, syslog: true, cache: true, output: true }],
  ['-verbose -syslog -output -cache', { verbose: 1, syslog: true, cache: true, output: true }],
  ['--unknown-exit 75', { unknownExit: 75 }],
  ['--unknown-exit=75', { unknownExit: 75 }],
  ['--unknown-exit 0', { unknownExit: 0 }],
  ['--unknown-exit 255', { unknownExit: 255 }],
  ['--unknown-exit 4 --unknown-exit 5', { unknownExit: 5 }],
  ['--not-master-exit 10', { notMasterExit: 10 }],
  ['--not-master-exit=10', { notMasterExit: 10 }],
  ['--not-master-exit 10 -v --unknown-exit=11 -o', { notMasterExit: 10, unknownExit: 11, verbose: 1, output: true }],
])('%s is understood', (words, expected) => {
  expect(readArguments([...words.split(' '), 'elb', 'mylb'])).toEqual({ type: 'check', ...DEFAULTS, ...expected });
});

it.each(['-h', '--help', '-help', '-vh', '-h -v', '--help elb mylb', '-h elb', '--version --help'])('%s asks for help', (words) => {
  expect(readArguments(words.split(' '))).toEqual({ type: 'help' });
});

it.each(['--version', '-version', '-v --version', '--version elb mylb'])('%s asks for the version', (words) => {
  expect(readArguments(words.split(' '))).toEqual({ type: 'version' });
});

it.each([
  ['elb mylb-1.a_b', 'elb', 'mylb-1.a_b'],
  ['alb my-targets-2', 'alb', 'my-targets-2'],
  ['elb elb', 'elb', 'elb'],
  ['elb alb', 'elb', 'alb'],
  ['alb elb', 'alb', 'elb'],
  ['alb 5', 'alb', '5'],
  ['elb true', 'elb', 'true'],
  ['-v elb constructor', 'elb', 'constructor'],
  ['alb __proto__', 'alb', '__proto__'],
])('%s is about %s %s', (words, kind, name) => {
  expect(readArguments(words.split(' '))).toMatchObject({ type: 'check', balancer: { kind, name }, command: [] });
});

it.each([
  [['echo', 'test']],
  [['ls', '-la', '--color=auto', '--', '-v']],
  [['--', 'echo', '--']],
  [['--help']],
  [['-v', '-s', '--version', '--unknown-exit', '7']],
  [['elb', 'other', 'alb', 'third']],
  [['logger', 'clustercron run', '', ' ', '5', '0x10', 'true', '--no-output', 'a=b', '--constructor', '$HOME `id` *']],
  [['']],
])('the command %j is left as it is', (command) => {
  expect(readArguments(['-c', 'alb', 'group', ...command])).toEqual({
    type: 'check',
    ...DEFAULTS,
    balancer: { kind: 'alb', name: 'group' },
    cache: true,
    command,
  });
});

it.each([
  ['', 'neither elb nor alb is given'],
  ['-v', 'neither elb nor alb is given'],
  ['--unknown-exit 7', 'neither elb nor alb is given'],
  ['elb', 'the name of the load balancer is missing'],
  ['-v alb', 'the name of the target group is missing'],
  ['elb -v', '-v after elb: options stand before it, the name follows it'],
  ['alb --help group', '--help after alb: options stand before it, the name follows it'],
  ['elb -- mylb', '-- after elb: options stand before it, the name follows it'],
  ['mylb elb', 'mylb is neither an option nor elb or alb'],
  ['ELB mylb', 'ELB is neither an option nor elb or alb'],
  ['-x elb mylb', 'unknown option -x'],
  ['-vx elb mylb', 'unknown option -vx'],
  ['--verbos elb mylb', 'unknown option --verbos'],
  ['--region=eu-west-1 elb mylb', 'unknown option --region=eu-west-1'],
  ['-verbos elb mylb', 'unknown option -verbos'],
  ['---verbose elb mylb', 'unknown option ---verbose'],
  ['-- elb mylb', 'unknown option --'],
  ['- elb mylb', 'unknown option -'],
  ['-5 elb mylb', 'unknown option -5'],
  ['--help --nothing', 'unknown option --nothing'],
  ['--verbose=2 elb mylb', '--verbose takes no value'],
  ['-v2 elb mylb', 'unknown option -v2'],
  ['--cache=false elb mylb', '--cache takes no value'],
  ['--unknown-exit elb mylb', '--unknown-exit takes an exit code from 0 to 255'],
  ['--unknown-exit= elb mylb', '--unknown-exit takes an exit code from 0 to 255'],
  ['--unknown-exit 256 elb mylb', '--unknown-exit takes an exit code from 0 to 255'],
  ['--unknown-exit 0x10 elb mylb', '--unknown-exit takes an exit code from 0 to 255'],
  ['--unknown-exit 1e1 elb mylb', '--unknown-exit takes an exit code from 0 to 255'],
  ['--unknown-exit one elb mylb', '--unknown-exit takes an exit code from 0 to 255'],
  ['--unknown-exit 1 --unknown-exit one elb mylb', '--unknown-exit takes an exit code from 0 to 255'],
  ['--not-master-exit --cache elb mylb', '--not-master-exit takes an exit code from 0 to 255'],
  ['--not-master-exit 1.5 elb mylb', '--not-master-exit takes an exit code from 0 to 255'],
  ['--constructor elb mylb', 'unknown option --constructor'],
  ['-constructor elb mylb', 'unknown option -constructor'],
  ['--toString elb mylb', 'unknown option --toString'],
  ['--__proto__ elb mylb', 'unknown option --__proto__'],
  ['--__proto__.verbose=1 elb mylb', 'unknown option --__proto__.verbose=1'],
  ['--verbose.constructor elb mylb', 'unknown option --verbose.constructor'],
])('"%s" is refused: %s', (words, fault) => {
  expect(readArguments(words ? words.split(' ') : [])).toEqual({ type: 'misused', fault });
});

it('an empty name is none', () => {
  expect(readArguments(['elb', ''])).toEqual({ type: 'misused', fault: 'the name of the load balancer is missing' });
});

it('the usage names every option and both forms', () => {
  for (const words of ['-v --verbose', '-s --syslog', '-c --cache', '-o --output', '-h | --help', '--version'])
    expect(USAGE).toContain(words);
  for (const words of ['[options] elb', '[options] alb', '--not-master-exit CODE', '--unknown-exit CODE']) expect(USAGE).toContain(words);
});

const anyWord = oneof(
  string(),
  string({ unit: 'binary' }),
  constantFrom('elb', 'alb', '--', '-', '-v', '-vv', '--help', '--version', '--unknown-exit', '--not-master-exit=3', '5', 'true', ''),
  constantFrom('--constructor', '--__proto__', '-toString', '--verbose.x', '--no-cache', '-c=', '-v-', '-ov5'),
);

it('whatever words follow the name come back untouched', () => {
  assert(
    property(constantFrom('elb', 'alb'), array(anyWord), (kind, command) => {
      expect(readArguments(['-vs', kind, 'name', ...command])).toEqual({
        type: 'check',
        ...DEFAULTS,
        balancer: { kind, name: 'name' },
        verbose: 1,
        syslog: true,
        command,
      });
    }),
  );
});

it('no words at all throw, and only words with elb or alb, and a name, are a check', () => {
  assert(
    property(array(anyWord, { maxLength: 6 }), (words) => {
      const read = readArguments(words);
      const at = words.findIndex((word) => word === 'elb' || word === 'alb');
      expect(read.type).toMatch(at >= 0 && words[at + 1] ? /^(check|help|version|misused)$/ : /^(help|version|misused)$/);
      if (read.type === 'check') expect([read.balancer.kind, read.balancer.name, ...read.command]).toEqual(words.slice(at));
      if (read.type === 'misused') expect(read.fault).not.toBe('');
    }),
    { numRuns: 1_000 },
  );
});

it.each([
  '--constructor=1',
  '--toString=1',
  '--__proto__=1',
  '--no-constructor',
  '--no-__proto__',
  '--==',
  '--=a=b',
  '--toString\nx',
  '--verbose\nfoo',
  '--v',
  '--s',
  '-v=',
])('%j is an unknown option, and not a bug', (word) =>
  expect(readArguments([word, 'elb', 'mylb'])).toEqual({ type: 'misused', fault: `unknown option ${word}` }),
);

it.each([
  ['-v nlb mylb', 'nlb'],
  ['-c ELB mylb', 'ELB'],
  ['-h foo', 'foo'],
])('"%s": the stray word is blamed, not the option before it', (words, stray) =>
  expect(readArguments(words.split(' '))).toEqual({ type: 'misused', fault: `${stray} is neither an option nor elb or alb` }),
);

it('no words at all throw, however they are put together', () => {
  const fragment = constantFrom(
    '-',
    '--',
    '--no-',
    '=',
    '.',
    'v',
    'verbose',
    'constructor',
    'toString',
    '__proto__',
    '\n',
    ' ',
    '1',
    'elb',
    'true',
  );
  const word = array(fragment, { maxLength: 4 }).map((parts) => parts.join(''));
  assert(
    property(array(word, { maxLength: 4 }), (words) => void readArguments(words)),
    { numRuns: 5_000 },
  );
});
