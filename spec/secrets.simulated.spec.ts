import { expect, it } from 'vitest';
import { withSimulatedEngine } from './support/world.ts';

const SECRET = 'hunter2-and-more';

withSimulatedEngine('a value of env', ({ container, daemon }) => {
  it.each(['text', 'json'])('is found nowhere in the log, as %s, at DEBUG', async (format) => {
    const good = { 'good.command': 'true', 'good.cron': '*', 'good.env.PASSWORD': SECRET };
    const app = await container('app', {
      ...good,
      'options.env.PASSWORD': SECRET,
      'failing.command': 'false',
      'failing.cron': '*',
      'failing.env.PASSWORD': SECRET,
      'ghost.command': '/no/such/program',
      'ghost.cron': '*',
      'ghost.env.PASSWORD': SECRET,
      'slow.command': 'sleep 30',
      'slow.interval': '1s',
      'slow.timeout': '1s',
      'slow.env.PASSWORD': SECRET,
      'misspelt.command': 'true',
      'misspelt.cron': '*',
      'misspelt.evn.PASSWORD': SECRET,
      'misspelt.environment.PASSWORD': SECRET,
      'misspelt.env': SECRET,
      'misspelt.passwd': SECRET,
      'broken.command': 'true',
      'broken.cron': '99 * * * * * *',
      'broken.env.PASSWORD': SECRET,
      'nameless.command': 'true',
      'nameless.cron': '*',
      'nameless.env.': SECRET,
      'equal.command': 'true',
      'equal.cron': '*',
      [`equal.env.PASSWORD=${SECRET}`]: 'x',
      'No Name.env.PASSWORD': SECRET,
    });
    await container('bad', { ...good, 'good.cron': 'never', 'good.env.OTHER': SECRET });
    const bosun = daemon({ DEBUG: 'on', ...(format === 'json' ? { LOG_FORMAT: 'json' } : {}) });
    await bosun.next(/app.*Command 'good' finished/, 2);
    bosun.process.kill('SIGUSR1');
    await bosun.line(/'good' .*PASSWORD=\*\*\*/);
    await app.stop();
    await bosun.line(/Removed 'good'/);
    expect(await bosun.end()).toBe(0);
    const log = bosun.lines(/[^]/).join('\n');
    expect(log).not.toContain(SECRET);
    expect(bosun.errors()).not.toContain(SECRET);
    for (const key of [
      'misspelt.evn.PASSWORD',
      'misspelt.environment.PASSWORD',
      'misspelt.env',
      'misspelt.passwd',
      'broken.cron',
      'nameless.env.',
      'equal.env.PASSWORD=…',
      'No Name',
      'good.cron',
    ])
      expect(log).toContain(key);
  });
});
