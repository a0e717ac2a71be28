import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'threads',
    projects: [
      {
        test: {
          name: 'fast',
          include: ['spec/**/*.spec.ts'],
          exclude: ['spec/**/*.real.spec.ts', 'spec/**/*.simulated.spec.ts'],
          isolate: false, // pure code and virtual time leave nothing behind: half the time
          maxWorkers: '100%',
        },
      },
      { test: { name: 'simulated', include: ['spec/**/*.simulated.spec.ts'], testTimeout: 60_000, maxWorkers: 2 } },
      {
        test: {
          name: 'real',
          include: ['spec/**/*.real.spec.ts'],
          globalSetup: 'spec/support/engine-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
