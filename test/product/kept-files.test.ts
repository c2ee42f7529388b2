// Accounts and keys that cannot be read stop the start with a sentence, and are never taken for none.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWriteKeys } from '../../src/access/write-keys.ts'

test.each([
  ['', 'it is no whole JSON'],
  ['{"keys":[', 'it is no whole JSON'],
  ['{"keys":1,"used":{}}', 'it does not hold what this version of Oncue writes'],
])('a file of keys that holds %j is named, and stays as it is', (text, why) => {
  const data = mkdtempSync(join(tmpdir(), 'oncue-kept-'))
  const path = join(data, 'write-keys.json')
  writeFileSync(path, text)
  expect(() => openWriteKeys({ data, given: [], now: () => 0 })).toThrow(`${path} cannot be read: ${why}. Put it back from a backup`)
  expect(readFileSync(path, 'utf8')).toBe(text)
})
