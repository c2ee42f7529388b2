// Somebody of the team finds that two people were made one by mistake, and takes it back: while others shop, over crashes and disks that are full.
// Nothing may be lost or sent anew by it, and the log of each must make their state.

import { planParting } from '../../src/insight/parting/plan-parting.ts'
import { isMergeOf } from '../../src/insight/parting/whose-lines.ts'
import type { MergeBody } from '../../src/runtime/log-entry.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import type { LogEntry, Store } from '../../src/runtime/store.ts'
import type { Truth } from './truth.ts'

const everything = Number.MAX_SAFE_INTEGER

export class Mediator {
  readonly #truth: Truth
  readonly #random: () => number
  #runtime!: Runtime
  #store!: Store
  partings = 0

  constructor(truth: Truth, random: () => number) {
    this.#truth = truth
    this.#random = random
  }

  /** From now on it works with this process. */
  serve({ runtime, store }: { readonly runtime: Runtime; readonly store: Store }): void {
    this.#runtime = runtime
    this.#store = store
  }

  /** Whether somebody asks for it now; mostly not. */
  get isAsked(): boolean {
    return this.#random() < 0.06
  }

  /** In how many commits something goes wrong on the way; undefined when nothing does. */
  faultAfter(): number | undefined {
    return this.#random() < 0.4 ? 1 + Math.floor(this.#random() * 3) : undefined
  }

  /** Takes one of the merges there are back; undefined when there is none. */
  async pick(): Promise<{ readonly into: number; readonly from: number } | undefined> {
    const merges = (await this.#store.readLog(0, everything)).filter((entry) => entry.merged > 0)
    const here = new Set(await this.#store.subscribersAfter(0, everything))
    const found = merges.flatMap((entry) => (here.has(entry.subscriber) ? { into: entry.subscriber, from: fromOf(entry), entry } : []))
    const one = found.filter(({ entry, from }) => isMergeOf(entry, from))[Math.floor(this.#random() * found.length)]
    return one && { into: one.into, from: one.from }
  }

  /** False when somebody did something meanwhile. */
  async part(merge: { readonly into: number; readonly from: number }): Promise<boolean> {
    await this.#runtime.inbox.command({ subscriber: merge.into }, { do: 'look again' }, 'admin')
    const planned = await planParting(this.#store, { ...merge, because: 'two people' })
    if (typeof planned === 'string') {
      this.#truth.say(`${merge.from} was merged into ${merge.into}, and cannot be taken apart: ${planned}`)
      return false
    }
    const isDone = await this.#runtime.takeApart(planned.parting)
    if (isDone) this.partings += 1
    return isDone
  }
}

function fromOf({ body }: LogEntry): number {
  return (JSON.parse(body) as MergeBody).from
}
