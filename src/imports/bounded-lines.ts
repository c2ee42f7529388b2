// Cuts a stream of text into lines, of which never more than a bound is held: the rest of a longer line is let go of as it comes.

import type { Readable } from 'node:stream'

export interface BoundedLine {
  readonly text: string
  /** False when the line is longer than the bound; then the text is its beginning. */
  readonly isWhole: boolean
}

/** Lines without their ends, which may be LF or CRLF. The stream gives text. */
export async function* boundedLines(stream: Readable, mostCharacters: number): AsyncIterable<BoundedLine> {
  let held = ''
  let isWhole = true
  let hasBegun = false
  const hold = (piece: string): void => {
    hasBegun = true
    // One more for the return before the line feed.
    const room = mostCharacters + 1 - held.length
    if (piece.length > room) isWhole = false
    held += piece.slice(0, room)
  }
  const take = (): BoundedLine => {
    const text = held.endsWith('\r') ? held.slice(0, -1) : held
    const line = { text, isWhole: isWhole && text.length <= mostCharacters }
    held = ''
    isWhole = true
    hasBegun = false
    return line
  }
  for await (const chunk of stream as AsyncIterable<string>) {
    let from = 0
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      hold(chunk.slice(from, end))
      yield take()
      from = end + 1
    }
    if (from < chunk.length) hold(chunk.slice(from))
  }
  if (hasBegun) yield take()
}
