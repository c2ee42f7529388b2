// Reads JSON values from bytes in the form of packed-form.ts. It never reads beyond their end, and makes no more of them than there are bytes.

import type { RowSource } from '../../engine/state-rows.ts'
import type { Json } from '../../model/json.ts'
import { double, doubleBytes, most32, short, tag } from './packed-form.ts'

/** Reads what a PackedWriter wrote. Throws on anything else, at the latest in `end`. */
export class PackedReader implements RowSource {
  readonly #bytes: Uint8Array
  /** The same bytes, for texts; made when the first one is needed. */
  #buffer: Buffer | undefined
  #at: number

  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = bytes
    this.#at = from
  }

  byte(): number {
    return this.#bytes[this.#at++] as number
  }

  word(): number {
    const bytes = this.#bytes
    const at = this.#at
    this.#at = at + 4
    return ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> 0
  }

  instant(): number {
    const low = this.word()
    const bytes = this.#bytes
    const at = this.#at
    this.#at = at + 2
    return low + ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) * most32
  }

  /** How many follow: never more than there are bytes left. */
  count(): number {
    const count = this.word()
    if (count > this.#bytes.length - this.#at) throw cutOff()
    return count
  }

  value(): Json {
    const first = this.byte()
    if (first < tag.list) return first
    if (first < tag.text) return this.#list(first & short.list)
    if (first < tag.null) return this.#text(first & short.text)
    if (first >= tag.object && first <= tag.object + short.object) return this.#object(first & short.object)
    switch (first) {
      case tag.null:
        return null
      case tag.false:
        return false
      case tag.true:
        return true
      case tag.twoBytes:
        return this.byte() | (this.byte() << 8)
      case tag.fourBytes:
        return this.word()
      case tag.sixBytes:
        return this.instant()
      case tag.double:
        for (let index = 0; index < 8; index += 1) doubleBytes[index] = this.byte()
        return double[0] as number
      case tag.instants:
        return this.#instants(this.byte())
      case tag.longList:
        return this.#list(this.count())
      case tag.longObject:
        return this.#object(this.count())
      case tag.longText:
        return this.#text(this.count())
      case tag.wideText:
        return this.#wideText(this.count())
      default:
        throw cutOff()
    }
  }

  /** Puts a list of instants into another list, from a place on: how many they are. 0 where something else stands here, or more of them than `most`: nothing is read then. */
  instantsInto(list: number[], place: number, most: number): number {
    const length = this.#bytes[this.#at + 1] as number
    if (this.#bytes[this.#at] !== tag.instants || length > most) return 0
    this.#at += 2
    for (let index = 0; index < length; index += 1) list[place + index] = this.instant()
    return length
  }

  /** A list whose values are read one by one: how many they are, or -1 where there is null instead. */
  list(): number {
    const first = this.byte()
    if (first >= tag.list && first < tag.text) return first & short.list
    if (first === tag.null) return -1
    if (first === tag.longList) return this.count()
    throw cutOff()
  }

  object(): Record<string, Json> {
    return this.value() as Record<string, Json>
  }

  /** Throws when not exactly everything was read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw cutOff()
  }

  #instants(length: number): Json {
    // Most are short and stay for long: these two have no room to grow in, as a list that was pushed to would have.
    if (length === 1) return [this.instant()]
    if (length === 2) return [this.instant(), this.instant()]
    for (let index = 0; index < length; index += 1) instants[index] = this.instant()
    return instants.slice(0, length)
  }

  #list(length: number): Json {
    const list: Json[] = []
    for (let index = 0; index < length; index += 1) list.push(this.value())
    return list
  }

  #object(length: number): Json {
    const object: Record<string, Json> = {}
    for (let index = 0; index < length; index += 1) {
      const key = this.value() as string
      if (key === '__proto__') Object.defineProperty(object, key, { value: this.value(), writable: true, enumerable: true, configurable: true })
      else object[key] = this.value()
    }
    return object
  }

  #text(length: number): string {
    const start = this.#pass(length)
    if (length > short.text) return this.#characters('latin1', start)
    const place = placeOfShared(this.#bytes, start, length)
    const known = sharedTexts[place] as string
    if (isSame(known, this.#bytes, { start, length })) return known
    const text = this.#characters('latin1', start)
    sharedTexts[place] = text
    return text
  }

  #wideText(length: number): string {
    const start = this.#pass(2 * length)
    return this.#characters('utf16le', start)
  }

  /** Goes on by so many bytes; returns where it was. */
  #pass(length: number): number {
    const start = this.#at
    if (start + length > this.#bytes.length) throw cutOff()
    this.#at = start + length
    return start
  }

  #characters(encoding: 'latin1' | 'utf16le', start: number): string {
    this.#buffer ??= Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    return this.#buffer.toString(encoding, start, this.#at)
  }
}

/** Used again for each list of instants: one that grows while it is read leaves its smaller selves behind. */
const instants: number[] = []

// Names of journeys, steps and attributes come again in every state: what was read lately is given out again instead of made anew.
const sharedTexts: string[] = new Array<string>(2048).fill('')

function placeOfShared(bytes: Uint8Array, start: number, length: number): number {
  let hash = length
  for (let index = start; index < start + length; index += 1) hash = (Math.imul(hash, 31) + (bytes[index] as number)) | 0
  return (hash ^ (hash >>> 11)) & (sharedTexts.length - 1)
}

function isSame(text: string, bytes: Uint8Array, { start, length }: { readonly start: number; readonly length: number }): boolean {
  if (text.length !== length) return false
  for (let index = 0; index < length; index += 1) if (text.charCodeAt(index) !== bytes[start + index]) return false
  return true
}

function cutOff(): Error {
  return new Error('the bytes are damaged, or not all there')
}
