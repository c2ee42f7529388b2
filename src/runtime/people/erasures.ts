// Erasures from their beginning to their end: what is being handed over is waited for, the store forgets the person, everybody else who
// keeps something does, and then it is over. What a crash cut short is gone on with at the next start.

import { isOncueError } from '../../model/errors.ts'
import type { Keeper } from '../channel.ts'
import type { Logger } from '../logger.ts'
import type { Dispatcher } from '../sending/dispatcher.ts'
import type { Erasure, SubscriberNumber } from '../store.ts'
import type { Writer } from '../writer-port.ts'
import { reasonOf } from '../writing/roster.ts'

export interface Erased {
  readonly subscriber: SubscriberNumber
  readonly at: number
  /** False when somebody reads the store's file at this moment: what was deleted is overwritten when that is over. */
  readonly isOverwritten: boolean
}

export interface ErasureParts {
  readonly writer: Writer
  readonly dispatcher: Dispatcher
  readonly keepers: readonly Keeper[]
  readonly logger: Logger
}

export class Erasures {
  readonly #parts: ErasureParts
  #unfinished: Promise<void> = Promise.resolve()

  constructor(parts: ErasureParts) {
    this.#parts = parts
  }

  async erase(number: SubscriberNumber): Promise<Erased> {
    const { writer, dispatcher } = this.#parts
    const begun = (await writer.unfinishedErasures()).some(({ subscriber }) => subscriber === number)
    if (!begun) {
      // Nothing new is handed over from here on; what is on its way tells its fate while there is still somebody to tell it of.
      await dispatcher.quiet(await this.#endPassages(number))
    }
    return this.#carryOut(await writer.erase(number))
  }

  /** A state that cannot be used has no passages that could be ended; the person is forgotten all the same. */
  async #endPassages(number: SubscriberNumber): Promise<SubscriberNumber> {
    try {
      return await this.#parts.writer.command({ subscriber: number }, { do: 'erase' }, 'admin')
    } catch (error) {
      if (isOncueError(error)) throw error
      return number
    }
  }

  /** Goes on, in the background, with what an earlier process left. */
  async goOn(): Promise<void> {
    const left = await this.#parts.writer.unfinishedErasures()
    if (left.length === 0) return
    this.#unfinished = this.#goOnWith(left).catch((error: unknown) => {
      this.#parts.logger.error({ reason: reasonOf(error) }, 'an erasure could not be finished; it is gone on with at the next start')
    })
  }

  /** Resolves when nothing is under way in the background. */
  ended(): Promise<void> {
    return this.#unfinished
  }

  async #goOnWith(left: readonly Erasure[]): Promise<void> {
    for (const { subscriber } of left) await this.#carryOut(await this.#parts.writer.erase(subscriber))
  }

  async #carryOut({ subscriber, at, numbers, ids, addresses }: Erasure): Promise<Erased> {
    for (const keeper of this.#parts.keepers) await keeper.erase({ numbers, ids, addresses })
    return { subscriber, at, isOverwritten: await this.#parts.writer.finishErasure(subscriber) }
  }
}
