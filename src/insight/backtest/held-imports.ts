// Events of historical imports, held until the instant at which they happened comes: as bytes in buffers, never as objects. A thread may hold millions of them, and as objects
// they were all gone through again with every collection of garbage, and outgrew the thread's heap.

import type { SubscriberEvent } from '../../model/event.ts'
import { arrivalOf } from '../../runtime/log-entry.ts'
import type { ReplayedLine } from './kept-lines.ts'

/** An event, and the place of the log where it came in. */
export interface HeldImport {
  readonly position: number
  readonly event: SubscriberEvent
}

interface Places {
  /** Which of all that are held, in order of their instants once they were sorted. */
  lines: number[]
  /** So many of them happened. */
  done: number
}

const chunkBytes = 2 ** 22
/** A code unit of a text is three bytes at most. */
const bytesPerUnit = 3
const firstRoom = 1024

export class HeldImports {
  readonly #people = new Map<number, Places>()
  readonly #chunks: Buffer[] = []
  #used = 0
  #count = 0
  #position = new Float64Array(firstRoom)
  #occurredAt = new Float64Array(firstRoom)
  #chunk = new Int32Array(firstRoom)
  #from = new Int32Array(firstRoom)
  #length = new Int32Array(firstRoom)

  /** People of whom something was held, whether or not it all happened. */
  get people(): Iterable<number> {
    return this.#people.keys()
  }

  /** Before anything happens: a line that may be of an import. */
  hold(entry: ReplayedLine): void {
    const event = arrivalOf(entry)?.event
    if (event?.silent !== true) return
    this.#keep(entry.body, { position: entry.position, occurredAt: event.occurredAt })
    const places = this.#people.get(entry.subscriber)
    if (places === undefined) this.#people.set(entry.subscriber, { lines: [this.#count - 1], done: 0 })
    else places.lines.push(this.#count - 1)
  }

  /** Between `hold` and `happened`. */
  sort(): void {
    for (const { lines } of this.#people.values()) lines.sort(this.#inOrder)
  }

  /** What happened to somebody by an instant and was not told yet, in order. */
  *happened(person: number, at: number): Generator<HeldImport> {
    const places = this.#people.get(person)
    if (places === undefined) return
    for (let line = places.lines[places.done]; line !== undefined && (this.#occurredAt[line] as number) <= at; line = places.lines[places.done]) {
      places.done += 1
      yield this.#read(line)
    }
  }

  /** What is left of one person is another's. */
  merge(from: number, into: number): void {
    const other = this.#people.get(from)
    if (other === undefined) return
    const own = this.#people.get(into)
    const left = [...(own?.lines.slice(own.done) ?? []), ...other.lines.slice(other.done)]
    this.#people.set(into, { lines: left.sort(this.#inOrder), done: 0 })
    this.#people.delete(from)
  }

  forget(person: number): void {
    this.#people.delete(person)
  }

  readonly #inOrder = (one: number, other: number): number =>
    (this.#occurredAt[one] as number) - (this.#occurredAt[other] as number) || (this.#position[one] as number) - (this.#position[other] as number)

  #keep(body: string, { position, occurredAt }: { readonly position: number; readonly occurredAt: number }): void {
    const room = body.length * bytesPerUnit
    let chunk = this.#chunks.at(-1)
    if (chunk === undefined || chunk.length - this.#used < room) {
      chunk = Buffer.allocUnsafeSlow(Math.max(chunkBytes, room))
      this.#chunks.push(chunk)
      this.#used = 0
    }
    const line = this.#count
    if (line === this.#position.length) this.#grow()
    this.#position[line] = position
    this.#occurredAt[line] = occurredAt
    this.#chunk[line] = this.#chunks.length - 1
    this.#from[line] = this.#used
    this.#length[line] = chunk.write(body, this.#used, 'utf8')
    this.#used += this.#length[line] as number
    this.#count += 1
  }

  #read(line: number): HeldImport {
    const from = this.#from[line] as number
    const body = (this.#chunks[this.#chunk[line] as number] as Buffer).toString('utf8', from, from + (this.#length[line] as number))
    return { position: this.#position[line] as number, event: (JSON.parse(body) as { readonly event: SubscriberEvent }).event }
  }

  #grow(): void {
    const room = this.#count + Math.ceil(this.#count / 2)
    this.#position = withRoom(this.#position, new Float64Array(room))
    this.#occurredAt = withRoom(this.#occurredAt, new Float64Array(room))
    this.#chunk = withRoom(this.#chunk, new Int32Array(room))
    this.#from = withRoom(this.#from, new Int32Array(room))
    this.#length = withRoom(this.#length, new Int32Array(room))
  }
}

function withRoom<Numbers extends Float64Array | Int32Array>(numbers: Numbers, larger: Numbers): Numbers {
  larger.set(numbers)
  return larger
}
