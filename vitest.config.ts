// How the tests run: three processes at a time, which read each module once for all their files. The suite is made for two cores; a process that looks at pages
// waits for a third of its time (letters that rest before they are kept, frames, answers), and the third one works meanwhile.
// A test must therefore leave no module changed behind; importing everything anew for every file cost a third of the suite's time.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Threads and servers that tests start compile nothing that was compiled before: half of the processor time of a test that starts the product went there.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/oncue', import.meta.url))

// Random worlds follow from the commit: see test/random-worlds.ts. What is no checkout of git tries the same ones each time. Simulations have seeds of their own.
process.env['ONCUE_COMMIT_SEED'] = String(
  Number.parseInt(spawnSync('git', ['rev-parse', '--short=7', 'HEAD'], { encoding: 'utf8' }).stdout?.slice(0, 7) || '1', 16),
)

/** Short to read and long to run: the size of a file, by which a first run is ordered, would leave them for the end, when one process waits for the other. */
const longest = ['test/crash/crash.test.ts', 'test/replay/replay.test.ts', 'test/console/', 'test/product/definitions.test.ts', 'test/recipes/']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const first = longest.flatMap((path) => sorted.filter(({ moduleId }) => moduleId.includes(path)))
    return [...new Set([...first, ...sorted])]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/native-imports.ts', 'test/limits-of-threads.ts', 'test/random-worlds.ts', 'test/threads-from-bundle.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 3,
    // Node imports the modules itself instead of Vite, which would make each into one of its own first: a third less processor time for a first run on a machine,
    // and no detour for each name that a module takes from another. Nothing is mocked, so nothing has to look into them.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // What tests make is garbage soon: with more room for what is young, simulations and oracles take an eighth less processor time.
    execArgv: ['--max-semi-space-size=64'],
    // Limits end what hangs; how fast something is they do not judge. So they hold on a machine ten times slower, with others at work on it.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // What comes in its own time is asked for again and again, often enough that hardly any time is lost.
    expect: { poll: { timeout: 120_000, interval: 20 } },
    // A test that hangs in its teardown is a leak that a server would have too.
    teardownTimeout: 10_000,
  },
})
