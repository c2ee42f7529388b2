// Keys of domains, as whoever signs mails sees them while a check beside it finds them published.

import { mkdtempSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureDomainKey, notePublished, signingKeys } from '../../src/deliverability/domain-keys.ts'

test('a key that was found published signs from then on, also when the clock of the files stood still', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-dkim-'))
  const key = ensureDomainKey(folder, { domain: 'shop.example', selector: 'oncue', now: 0 })
  const file = join(folder, 'shop.example.json')
  const { atime, mtime } = statSync(file)
  utimesSync(file, atime, mtime)
  const keyOf = signingKeys(folder)
  expect(keyOf('shop.example')).toBeUndefined()
  notePublished(folder, key, 1)
  utimesSync(file, atime, mtime)
  expect(keyOf('shop.example')).toMatchObject({ domain: 'shop.example', publishedAt: 1 })
})
