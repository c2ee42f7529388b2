// After a change of the definitions everybody is visited once in the background, so that new memories are filled and new
// watches know their value without waiting for each subscriber's next event; and after the end of a pause, so that whoever stood still
// goes on. It survives a restart, and never stops ingest.

import type { Published } from '../publishing/published.ts'
import type { Store, SubscriberNumber } from '../store.ts'

/** What everybody is visited for, as the mark is called in the store. */
export type SweepName = 'sweep' | 'pause sweep'
const chunksBetweenMarks = 50

export class Sweep {
  readonly #store: Store
  readonly #name: SweepName
  #program: number
  /** Everybody up to this number was visited. */
  after: SubscriberNumber
  isUnderWay: boolean
  #chunks = 0

  private constructor(store: Store, name: SweepName, program: number, after: SubscriberNumber, isUnderWay: boolean) {
    this.#store = store
    this.#name = name
    this.#program = program
    this.after = after
    this.isUnderWay = isUnderWay
  }

  /** Whether everybody was brought up to what is published. */
  static async isDone(store: Pick<Store, 'setting'>, published: Published | undefined): Promise<boolean> {
    const mark = await store.setting('sweep')
    return mark !== undefined && mark['program'] === published?.publication?.program && mark['isUnderWay'] === false
  }

  /** How many of how many have been brought up to what is published, as far as it was written down. */
  static async progress(
    store: Pick<Store, 'setting' | 'countSubscribers' | 'last'>,
    published: Published | undefined,
  ): Promise<{ readonly done: number; readonly of: number }> {
    const mark = await store.setting('sweep')
    const of = await store.countSubscribers()
    if (await Sweep.isDone(store, published)) return { done: of, of }
    // What stands there is about the definitions before.
    if (mark === undefined || mark['program'] !== published?.publication?.program) return { done: 0, of }
    const { subscriber } = await store.last()
    return { done: Math.floor((of * Number(mark['after'])) / Math.max(subscriber, 1)), of }
  }

  /** Goes on where an earlier process stopped, or begins when the program is another one. */
  static async open(store: Store, program: number, name: SweepName = 'sweep'): Promise<Sweep> {
    const mark = await store.setting(name)
    // No pause has ever ended: nobody to visit.
    if (mark?.['program'] !== program) return new Sweep(store, name, program, 0, program !== 0)
    return new Sweep(store, name, program, Number(mark['after']), mark['isUnderWay'] === true)
  }

  /** A new program is in force. */
  begin(program: number): void {
    if (program === this.#program) return
    this.#program = program
    this.after = 0
    this.isUnderWay = true
  }

  /** These were visited and committed. */
  async visited(numbers: readonly SubscriberNumber[], asked: number): Promise<void> {
    this.after = numbers.at(-1) ?? this.after
    this.isUnderWay = numbers.length === asked
    this.#chunks += 1
    if (!this.isUnderWay || this.#chunks % chunksBetweenMarks === 0) await this.save()
  }

  /** Writes down how far it came. */
  async save(): Promise<void> {
    await this.#store.setSetting(this.#name, { program: this.#program, after: this.after, isUnderWay: this.isUnderWay })
  }
}
