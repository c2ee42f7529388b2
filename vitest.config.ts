// How the tests run: two processes at a time (the suite is made for two cores), which read each module once for all their files.
// A test must therefore leave no module changed behind; importing everything anew for every file cost a third of the suite's time.

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    // A test that hangs in its teardown is a leak that a server would have too.
    teardownTimeout: 10_000,
  },
})
