// What the engine can say has its words in the console: a new reason or kind of decision is never shown as a key.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { skipReasons } from '../../src/model/decision.ts'

interface Words {
  readonly reason?: Readonly<Record<string, string>>
  readonly decision?: Readonly<Record<string, string>>
}

function wordsOf(area: string): Words {
  return JSON.parse(readFileSync(`console/src/areas/${area}/words/en.json`, 'utf8')) as Words
}

test('every reason why a message is not sent has its words', () => {
  const words = wordsOf('messages').reason ?? {}
  expect(skipReasons.filter((reason) => !Object.hasOwn(words, reason))).toEqual([])
})

test('every kind of decision has its words in the timeline', () => {
  const source = readFileSync('src/model/decision.ts', 'utf8')
  const kinds = [...source.matchAll(/readonly kind: '([^']+)'/g)].map(([, kind]) => kind as string)
  expect(kinds.length).toBeGreaterThan(30)
  const words = wordsOf('people').decision ?? {}
  expect(kinds.filter((kind) => !Object.hasOwn(words, kind))).toEqual([])
})
