// Keys of domains, as whoever signs mails sees them while a check beside it finds them published.

import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { domainsWithKey, ensureDomainKey, notePublished, signingKeys } from '../../src/deliverability/domain-keys.ts'

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

test('a key stands there whole or not at all: what a killed process began is none, and a key that is there is never made anew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-dkim-'))
  const wanted = { domain: 'shop.example', selector: 'oncue', now: 0 }
  writeFileSync(join(folder, `shop.example.made-${process.pid}`), '{"domain":')
  expect(domainsWithKey(folder)).toEqual([])
  const key = ensureDomainKey(folder, wanted)
  expect([ensureDomainKey(folder, { ...wanted, now: 9 }), readdirSync(folder)]).toEqual([key, ['shop.example.json']])
  const reading = openSync(join(folder, 'shop.example.json'), 'r')
  notePublished(folder, key, 1)
  expect(JSON.parse(readFileSync(reading, 'utf8'))).toEqual(key)
  closeSync(reading)
})
