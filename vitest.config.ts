import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './test/support/summary-reporter.ts';

export default defineConfig({
  test: {
    include: ['{src,simulator,bench,scripts,test}/**/*.test.ts', 'console/src/**/*.test.ts'],
    globalSetup: ['./test/support/postgres-server.ts'],
    // Tests open real sockets, databases and child processes, so each file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    reporters: ['default', new SummaryReporter(process.env.CI === 'true')],
  },
});
