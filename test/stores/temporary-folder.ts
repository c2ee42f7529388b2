// A folder of a test's own, gone when the test is over.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Made for the running test, and removed with it. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'oncue-store-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
