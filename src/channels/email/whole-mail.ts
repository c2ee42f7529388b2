// A mail whose bytes are known, as a connection of the library reads it: it asks for a stream and pipes that into its own, which looks at every byte for
// dots and line ends. Here both are done in one short pass, and everything goes to the socket in one piece, the end of the mail with it.

import { EventEmitter } from 'node:events'
import type { Transform } from 'node:stream'

const cr = 0x0d
const lf = 0x0a
const dot = 0x2e
const end = Buffer.from('\r\n.\r\n')

export class WholeMail extends EventEmitter {
  /** Read by the pool: a mail of which a byte was sent is never sent again by it. */
  readableDidRead = false
  readonly #bytes: Uint8Array
  #sent: Transform | undefined

  constructor(bytes: Uint8Array) {
    super()
    this.#bytes = bytes
  }

  /** Whether all of it was given to the socket: then the server may have the mail. */
  get wasRead(): boolean {
    return this.readableDidRead && (this.#sent === undefined || this.#sent.readableLength === 0)
  }

  /** What is pushed leaves the library's stream as it is; what is written goes through its search. */
  pipe(destination: Transform): void {
    this.readableDidRead = true
    const sent = asSent(this.#bytes)
    if (sent === undefined) {
      destination.end(this.#bytes)
      return
    }
    this.#sent = destination
    destination.push(sent)
    destination.push(null)
  }

  /** It is not going to be sent: nothing is held that would have to be let go. */
  destroy(): void {}
}

/** The bytes with a second dot where a line begins with one, and the end of the mail; undefined where a line ends in any other way than CR LF. */
export function asSent(bytes: Uint8Array): Buffer | undefined {
  const dots = dotsOf(bytes)
  if (dots === undefined) return undefined
  const { length } = bytes
  const isEnded = length >= 2 && bytes[length - 1] === lf
  const tail = isEnded ? end.subarray(2) : end
  const sent = Buffer.allocUnsafe(length + dots.length + tail.length)
  let from = 0
  let to = 0
  for (const at of dots) {
    sent.set(bytes.subarray(from, at), to)
    to += at - from
    sent[to] = dot
    to += 1
    from = at
  }
  sent.set(bytes.subarray(from), to)
  sent.set(tail, to + length - from)
  return sent
}

/** Where a line begins with a dot; undefined where a line ends in any other way than CR LF. */
function dotsOf(bytes: Uint8Array): readonly number[] | undefined {
  const dots: number[] = []
  const { length } = bytes
  if (bytes[0] === dot) dots.push(0)
  const words = wordsOf(bytes)
  for (let index = 0; index < length; index += 1) {
    // Four bytes at a time where none of them is a control character: nearly all of a mail is such.
    if (words !== undefined && (index & 3) === 0) {
      for (let word = words[index >> 2]; word !== undefined && hasNoControl(word); word = words[index >> 2]) index += 4
      if (index >= length) break
    }
    const byte = bytes[index] as number
    if (byte > cr) continue
    if (byte === lf) return undefined
    if (byte !== cr) continue
    index += 1
    if (bytes[index] !== lf) return undefined
    if (bytes[index + 1] === dot) dots.push(index + 1)
  }
  return dots
}

/** The bytes as words of four, without the last ones; undefined where they do not begin at a word of their memory. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Int32Array | undefined {
  return (byteOffset & 3) === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : undefined
}

/** Whether all four bytes are ASCII from the blank on. */
function hasNoControl(word: number): boolean {
  return (((word - 0x20202020) | word) & 0x80808080) === 0
}
