import { expect, it } from 'vitest';
import { readSettings } from '../../src/edge/settings.ts';
import { defaults } from '../../src/labels/defaults.ts';

it('are those of the daemon where no variable is set', () => {
  expect(readSettings({}, '/nonexistent')).toMatchObject({ settings: { labels: defaults } });
});
