// Lines of some pages of the log, kept until there are enough of them and then handed on person by person: people have nothing to do with each other,
// and what one of them is made of stays in the processor's cache while their lines are decided one after the other. The lines are kept as bytes in
// buffers that are used again, never as objects: as objects they outlived their youth, and collecting them kept another core busy.

import type { LogEntry, LogShare } from '../../runtime/store.ts'

/** What a replay reads of a line. */
export type ReplayedLine = Pick<LogEntry, 'position' | 'subscriber' | 'receivedAt' | 'name' | 'body'>

const chunkBytes = 2 ** 20
/** A code unit of a text is three bytes at most. */
const bytesPerUnit = 3

/** Places of a line's numbers. `nextLine`: of the same person; 0 where there is none, since the first line is nobody's next. */
const [nextLine, position, subscriber, receivedAt, name, inChunk, from, to] = [0, 1, 2, 3, 4, 5, 6, 7]
const numbersOfLine = 8

export interface LinesTaken {
  readonly take: (line: ReplayedLine) => void
  /** The lines of one person that were kept are over. */
  readonly onPerson: () => void
}

export class KeptLines {
  readonly #into: ReadonlyMap<number, number>
  readonly #taken: LinesTaken
  readonly #most: number
  /** Person -> the newest of their lines. */
  readonly #newest = new Map<number, number>()
  /** Person -> the oldest of their lines, in the order in which they came. */
  readonly #oldest = new Map<number, number>()
  readonly #names: string[] = []
  readonly #numberOfName = new Map<string, number>()
  readonly #chunks: Buffer[] = []
  #chunk = 0
  #used = 0
  #lines = 0
  #handedOn = 0
  /** What is known of a line stands together, so that a line comes from memory at once and not number by number. */
  readonly #numbers: Float64Array

  /** Those who were merged go with whom they became. At `most` lines everything is handed on. */
  constructor(moved: LogShare['moved'], most: number, taken: LinesTaken) {
    this.#into = new Map(moved)
    this.#taken = taken
    this.#most = most
    this.#numbers = new Float64Array(most * numbersOfLine)
  }

  add(lines: readonly ReplayedLine[]): void {
    for (let index = 0; index < lines.length; index += 1) this.#keep(lines[index] as ReplayedLine)
  }

  /** Lines that were kept and not handed on yet. */
  get waiting(): number {
    return this.#lines - this.#handedOn
  }

  /** Hands on what is left. */
  takeAll(): void {
    for (const first of this.#oldest.values()) {
      let line = first
      do {
        this.#taken.take(this.#read(line))
        this.#handedOn += 1
        line = this.#numbers[line * numbersOfLine + nextLine] as number
      } while (line !== 0)
      this.#taken.onPerson()
    }
    this.#oldest.clear()
    this.#newest.clear()
    this.#names.length = 0
    this.#numberOfName.clear()
    this.#lines = 0
    this.#handedOn = 0
    this.#chunk = 0
    this.#used = 0
  }

  #keep(entry: ReplayedLine): void {
    const line = this.#lines
    const person = this.#into.get(entry.subscriber) ?? entry.subscriber
    const before = this.#newest.get(person)
    if (before === undefined) this.#oldest.set(person, line)
    else this.#numbers[before * numbersOfLine + nextLine] = line
    this.#newest.set(person, line)
    const at = line * numbersOfLine
    this.#numbers[at + nextLine] = 0
    this.#numbers[at + position] = entry.position
    this.#numbers[at + subscriber] = entry.subscriber
    this.#numbers[at + receivedAt] = entry.receivedAt
    this.#numbers[at + name] = this.#nameNumber(entry.name)
    this.#write(at, entry.body)
    this.#lines += 1
    if (this.#lines === this.#most) this.takeAll()
  }

  #write(at: number, body: string): void {
    const room = body.length * bytesPerUnit
    if (this.#chunks.length > 0 && (this.#chunks[this.#chunk] as Buffer).length - this.#used < room) {
      this.#chunk += 1
      this.#used = 0
    }
    // A chunk that was made for others may be too small for one long line.
    const known = this.#chunks[this.#chunk]
    const chunk = known !== undefined && known.length >= room ? known : Buffer.allocUnsafeSlow(Math.max(chunkBytes, room))
    this.#chunks[this.#chunk] = chunk
    this.#numbers[at + inChunk] = this.#chunk
    this.#numbers[at + from] = this.#used
    this.#used += chunk.write(body, this.#used, 'utf8')
    this.#numbers[at + to] = this.#used
  }

  #read(line: number): ReplayedLine {
    const [numbers, at] = [this.#numbers, line * numbersOfLine]
    const chunk = this.#chunks[numbers[at + inChunk] as number] as Buffer
    return {
      position: numbers[at + position] as number,
      subscriber: numbers[at + subscriber] as number,
      receivedAt: numbers[at + receivedAt] as number,
      name: this.#names[numbers[at + name] as number] as string,
      body: chunk.toString('utf8', numbers[at + from], numbers[at + to]),
    }
  }

  #nameNumber(name: string): number {
    const known = this.#numberOfName.get(name)
    if (known !== undefined) return known
    this.#numberOfName.set(name, this.#names.length)
    return this.#names.push(name) - 1
  }
}
