// States of people who sleep, as bytes in large pieces of memory that are used again. A packed state is part of the small piece in which it was packed, and
// holds all of that: of people who come rarely each held what many others had long left, and what a backtest held grew with its length.

const pieceBytes = 2 ** 20

interface Piece {
  readonly bytes: Uint8Array
  used: number
  /** Of the bytes used, those that somebody still sleeps in. */
  live: number
  /** Places that were put here; those that are elsewhere by now are passed over. */
  readonly places: number[]
}

/** Bytes that are kept under a number until they are taken away. No more memory is held than twice what is kept, and some pieces. */
export class SleepingStates {
  #current: Piece = newPiece(pieceBytes)
  /** Less than half of each is left. */
  readonly #sparse = new Set<Piece>()
  readonly #spare: Piece[] = []
  readonly #pieceOf: (Piece | undefined)[] = []
  readonly #from: number[] = []
  readonly #length: number[] = []
  readonly #freePlaces: number[] = []
  #held = pieceBytes

  /** Memory for it, in bytes. */
  get bytesHeld(): number {
    return this.#held
  }

  /** Keeps a copy; the number is for `take`. */
  keep(state: Uint8Array): number {
    for (const piece of this.#sparse) this.#empty(piece)
    const place = this.#freePlaces.pop() ?? this.#pieceOf.length
    this.#put(place, state)
    return place
  }

  /** The bytes, which may be written over as soon as something else is kept. */
  take(place: number): Uint8Array {
    const piece = this.#pieceOf[place]
    if (piece === undefined) throw new Error(`nobody sleeps at ${place}`)
    const [from, length] = [this.#from[place] as number, this.#length[place] as number]
    this.#pieceOf[place] = undefined
    this.#freePlaces.push(place)
    piece.live -= length
    if (piece !== this.#current) this.#noteSparse(piece)
    return piece.bytes.subarray(from, from + length)
  }

  #put(place: number, state: Uint8Array): void {
    if (this.#current.bytes.length - this.#current.used < state.length) this.#turn(state.length)
    const piece = this.#current
    piece.bytes.set(state, piece.used)
    this.#pieceOf[place] = piece
    this.#from[place] = piece.used
    this.#length[place] = state.length
    piece.places.push(place)
    piece.used += state.length
    piece.live += state.length
  }

  #turn(room: number): void {
    this.#noteSparse(this.#current)
    const spare = this.#spare.findIndex(({ bytes }) => bytes.length >= room)
    if (spare >= 0) {
      this.#current = this.#spare.splice(spare, 1)[0] as Piece
      return
    }
    this.#current = newPiece(Math.max(pieceBytes, room))
    this.#held += this.#current.bytes.length
  }

  #noteSparse(piece: Piece): void {
    if (2 * piece.live < piece.used) this.#sparse.add(piece)
  }

  #empty(piece: Piece): void {
    this.#sparse.delete(piece)
    for (const place of piece.places) {
      const from = this.#from[place] as number
      if (this.#pieceOf[place] === piece) this.#put(place, piece.bytes.subarray(from, from + (this.#length[place] as number)))
    }
    piece.places.length = 0
    piece.used = 0
    piece.live = 0
    this.#spare.push(piece)
  }
}

function newPiece(length: number): Piece {
  return { bytes: Buffer.allocUnsafeSlow(length), used: 0, live: 0, places: [] }
}
