// How the tests run: two processes at a time (the suite is made for two cores), each file in its own.

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    // A test that hangs in its teardown is a leak that a server would have too.
    teardownTimeout: 10_000,
  },
})
