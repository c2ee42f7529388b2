// Writes JSON values as bytes, in the form of packed-form.ts, one after the other into one large buffer. It never looks at what they mean.

import type { RowSink } from '../../engine/state-rows.ts'
import type { Json } from '../../model/json.ts'
import { double, doubleBytes, most32, short, tag } from './packed-form.ts'

const arenaBytes = 64 * 1024
const most48 = 0x1_0000_0000_0000
const mostInstants = 255

/** Writes values one after the other. What was written is given out by `take` as a piece of a larger buffer that is never written to again. */
export class PackedWriter implements RowSink {
  #bytes = Buffer.allocUnsafeSlow(arenaBytes)
  #start = 0
  #end = 0

  /** The bytes written since the last call. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(this.#start, this.#end)
    this.#start = this.#end
    return taken
  }

  /** Forgets what was written since the last call of `take`. */
  reset(): void {
    this.#end = this.#start
  }

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#end++] = value
  }

  /** 4 bytes. */
  word(value: number): void {
    this.#room(4)
    const bytes = this.#bytes
    let end = this.#end
    bytes[end++] = value
    bytes[end++] = value >>> 8
    bytes[end++] = value >>> 16
    bytes[end++] = value >>> 24
    this.#end = end
  }

  /** 6 bytes: a whole number from 0 up to 2^48. */
  instant(value: number): void {
    this.#room(6)
    const high = (value / most32) | 0
    const low = (value - high * most32) | 0
    const bytes = this.#bytes
    let end = this.#end
    bytes[end++] = low
    bytes[end++] = low >>> 8
    bytes[end++] = low >>> 16
    bytes[end++] = low >>> 24
    bytes[end++] = high
    bytes[end++] = high >>> 8
    this.#end = end
  }

  /** A list begins whose values are written one by one. */
  list(length: number): void {
    if (length <= short.list) return this.byte(tag.list | length)
    this.byte(tag.longList)
    this.word(length)
  }

  value(value: Json): void {
    // Compared one by one: the compiler makes nothing of a `switch` over `typeof`.
    if (typeof value === 'number') return this.#number(value)
    if (typeof value === 'string') return this.#text(value)
    if (typeof value === 'boolean') return this.byte(value ? tag.true : tag.false)
    // What is undefined counts for nothing in an object and for null in a list, as in JSON.
    if (value === null || value === undefined) this.byte(tag.null)
    else if (Array.isArray(value)) this.part(value, 0, value.length)
    else this.#object(value as { readonly [key: string]: Json })
  }

  /** The values of a list from one place up to another, as a list of their own. */
  part(list: readonly Json[], from: number, to: number): void {
    const length = to - from
    if (length > 0 && length <= mostInstants && areInstants(list, from, to)) {
      this.byte(tag.instants)
      this.byte(length)
      for (let index = from; index < to; index += 1) this.instant(list[index] as number)
      return
    }
    this.list(length)
    for (let index = from; index < to; index += 1) this.value(list[index] as Json)
  }

  #number(value: number): void {
    if (value === (value | 0) && value >= 0) {
      if (value === 0 && Object.is(value, -0)) return this.#double(value)
      if (value < 0x80) return this.byte(value)
      if (value < 0x1_0000) {
        this.byte(tag.twoBytes)
        this.byte(value)
        return this.byte(value >>> 8)
      }
      this.byte(tag.fourBytes)
      return this.word(value)
    }
    if (!isInstant(value)) return this.#double(value)
    if (value < most32) {
      this.byte(tag.fourBytes)
      return this.word(value)
    }
    this.byte(tag.sixBytes)
    this.instant(value)
  }

  #double(value: number): void {
    double[0] = value
    this.byte(tag.double)
    this.#room(8)
    for (let index = 0; index < 8; index += 1) this.#bytes[this.#end++] = doubleBytes[index] as number
  }

  #text(text: string): void {
    const { length } = text
    this.#room(5 + length)
    const start = this.#end
    if (length <= short.text) this.#bytes[this.#end++] = tag.text | length
    else {
      this.#bytes[this.#end++] = tag.longText
      this.word(length)
    }
    const bytes = this.#bytes
    let end = this.#end
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index)
      if (code > 0xff) {
        this.#end = start
        return this.#wideText(text)
      }
      bytes[end++] = code
    }
    this.#end = end
  }

  #wideText(text: string): void {
    this.byte(tag.wideText)
    this.word(text.length)
    this.#room(2 * text.length)
    this.#end += this.#bytes.write(text, this.#end, 'utf16le')
  }

  #object(object: { readonly [key: string]: Json }): void {
    const keys = Object.keys(object)
    let { length } = keys
    for (let index = 0; index < keys.length; index += 1) if (object[keys[index] as string] === undefined) length -= 1
    if (length <= short.object) this.byte(tag.object | length)
    else {
      this.byte(tag.longObject)
      this.word(length)
    }
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] as string
      const value = object[key]
      if (value === undefined) continue
      this.#text(key)
      this.value(value)
    }
  }

  #room(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return
    const written = this.#bytes.subarray(this.#start, this.#end)
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(arenaBytes, 2 * (written.length + bytes)))
    this.#bytes.set(written)
    this.#end = written.length
    this.#start = 0
  }
}

function isInstant(value: number): boolean {
  return value >= 0 && value < most48 && Math.floor(value) === value
}

/** Whether all of them take 6 bytes anyway. */
function areInstants(list: readonly Json[], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const value = list[index]
    if (typeof value !== 'number' || value < most32 || !isInstant(value)) return false
  }
  return true
}
