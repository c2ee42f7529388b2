// What of a drawing can be seen, and texts with names in them: both are asked a thousand times for one page, so both say what they leave out.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import i18next from 'i18next'
import { describe, expect, test } from 'vitest'
import { makeSight, touches } from '../../console/src/kit/sight.ts'
import { fillOf } from '../../console/src/words/fill.ts'

const window = { width: 1000, height: 600 }

describe('a part of a drawing', () => {
  test('is far away until somebody looks, however large the drawing is', () => {
    expect(makeSight().detailOf({ x: 0, y: 0, width: 240, height: 78 })).toBe('far')
  })

  test('that can be seen is drawn as its scale allows, and one two windows away is not', () => {
    const place = fc.integer({ min: -20_000, max: 20_000 })
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.02, max: 1.5, noNaN: true }), place, place, (x, y, scale, left, top) => {
        const sight = makeSight()
        sight.look({ x: 0, y: 0, scale: 1 }, window)
        sight.look({ x, y, scale }, window)
        const part = { x: left, y: top, width: 240, height: 78 }
        const seen = { x: -x / scale, y: -y / scale, width: window.width / scale, height: window.height / scale }
        const scaled = scale < 0.38 ? 'far' : scale < 0.5 ? 'middle' : 'near'
        if (touches(seen, part)) expect(sight.detailOf(part)).toBe(scaled)
        const wide = { x: seen.x - 2 * seen.width, y: seen.y - 2 * seen.height, width: 5 * seen.width, height: 5 * seen.height }
        if (scale < 0.6 && !touches(wide, part)) expect(sight.detailOf(part)).toBe('far')
      }),
    )
  })

  test('is told when it comes near, and not at each step of a movement', () => {
    const sight = makeSight()
    sight.look({ x: 0, y: 0, scale: 1 }, window)
    const part = { x: 3000, y: 0, width: 240, height: 78 }
    let told = 0
    sight.whenChanged(() => {
      told += 1
    })
    for (let x = 0; x >= -2600; x -= 10) sight.look({ x, y: 0, scale: 1 }, window)
    expect(sight.detailOf(part)).toBe('near')
    expect(told).toBeLessThan(10)
    expect(sight.readable()).toBe(sight.readable())
    sight.look({ x: 0, y: 0, scale: 0.1 }, window)
    expect(sight.readable()).toBeUndefined()
  })
})

test('a text of the console that holds only names says the same as the library would', async () => {
  const console = join(import.meta.dirname, '../../console/src')
  const files = readdirSync(console, { recursive: true, encoding: 'utf8' }).filter((name) => /words[\\/]\w+\.json$/.test(name))
  const texts = files.flatMap((file) => textsOf(JSON.parse(readFileSync(join(console, file), 'utf8'))))
  const own = i18next.createInstance()
  const resources = { en: { all: Object.fromEntries(texts.map((text, at) => [`text ${at}`, text])) } }
  await own.init({ lng: 'en', fallbackLng: false, ns: ['all'], resources, nsSeparator: false, keySeparator: false, interpolation: { escapeValue: false } })
  const find = own.getFixedT('en', 'all')
  let plain = 0
  for (const [at, text] of texts.entries()) {
    const fill = fillOf(text)
    if (fill === undefined) continue
    plain += 1
    const names = [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name as string)
    const values = Object.fromEntries(names.map((name, index) => [name, index === 0 ? `<${name}> & $1` : index]))
    expect(fill(values)).toBe(find(`text ${at}`, values))
  }
  expect(plain).toBeGreaterThan(texts.length / 2)
})

function textsOf(words: unknown): readonly string[] {
  return typeof words === 'string' ? [words] : Object.values(words as object).flatMap(textsOf)
}
