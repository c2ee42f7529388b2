// What is packed comes back as it was, whatever it is; what was not packed is refused.
// ONCUE_RUNS sets how many random values are tried for each rule.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../src/model/json.ts'
import { PackedReader } from '../../src/runtime/states/packed-reader.ts'
import { PackedWriter } from '../../src/runtime/states/packed-writer.ts'
import { howMany } from '../how-many.ts'

const options = { numRuns: howMany(300) }

const writer = new PackedWriter()

function pack(value: Json): Uint8Array {
  writer.reset()
  writer.value(value)
  return writer.take()
}

function unpack(bytes: Uint8Array): Json {
  const reader = new PackedReader(bytes)
  const value = reader.value()
  reader.end()
  return value
}

const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 0, 127, 128, 0xffff, 0x1_0000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 1, 2 ** 48, 1.5, -1, 1_770_000_000_000),
)
// Any UTF-16, lone halves of pairs too, and lengths around those at which the form changes.
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('a', 'ÿ', '\u{100}', '\ud800', '😀'), maxLength: 40 }),
  fc.constantFrom(31, 32, 255, 256, 70_000).map((length) => 'x'.repeat(length)),
)
const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    numbers,
    texts,
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 40 }),
    fc.array(fc.integer({ min: 2 ** 32, max: 2 ** 48 - 1 }), { maxLength: 300 }),
    fc.array(numbers, { maxLength: 40 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), tie('value'), { maxKeys: 20, noNullPrototype: true }),
  ),
})).value

test('any JSON comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 5 }), (list) => {
      const packed = list.map(pack)
      expect(packed.map(unpack)).toEqual(list)
      for (const [index, one] of packed.entries()) expect(JSON.stringify(unpack(one))).toBe(JSON.stringify(list[index]))
    }),
    options,
  )
})

test('what is undefined is left out of objects and is null in lists, as in JSON', () => {
  expect(unpack(pack({ a: undefined, b: [undefined, 1] } as unknown as Json))).toEqual({ b: [null, 1] })
})

test('bytes that are cut off, or longer, are refused', () => {
  fc.assert(
    fc.property(values, fc.nat(), (value, place) => {
      const packed = pack(value)
      expect(() => unpack(packed.subarray(0, place % packed.length))).toThrow(/damaged, or not all there/)
      expect(() => unpack(Uint8Array.from([...packed.subarray(0, 5000), 0xff, ...packed.subarray(5000)]))).toThrow()
    }),
    { ...options, numRuns: Math.min(options.numRuns, 100) },
  )
})

test('bytes that are anything are read to an end, or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const read = (): Json | Error => {
        try {
          return unpack(bytes)
        } catch (error) {
          return error as Error
        }
      }
      const found = read()
      if (found instanceof Error) expect(found.message).toMatch(/damaged, or not all there/)
    }),
    options,
  )
})
