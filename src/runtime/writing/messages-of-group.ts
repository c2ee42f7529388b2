// What one group does to the archive and to the counts by day: messages that are about to be handed over, those that were not after all, and
// what became of messages, counted on the day on which they were handed over.

import type { ArchiveDictionary, ArchivedMessage, DayCountChange } from '../../model/archived-message.ts'
import type { Effect } from '../../model/effect.ts'
import { type KeptMessage, purposeOf } from '../sending/archivist.ts'
import type { Commit, Delivery } from '../store.ts'

const dayMs = 86_400_000

export class MessagesOfGroup {
  readonly #archived = new Map<string, ArchivedMessage>()
  readonly #dictionaries = new Map<string, ArchiveDictionary>()
  readonly #unarchived = new Set<string>()
  readonly #days = new Map<string, DayCountChange & { by: number }>()

  keep({ key }: Pick<Delivery, 'key'>, { archived, dictionary }: KeptMessage): void {
    if (archived === undefined) return
    this.#archived.set(key, archived)
    if (dictionary !== undefined) this.#dictionaries.set(dictionary.hash, dictionary)
  }

  /** It was given back before anything of it left, in this attempt or an earlier one. */
  wasNotHandedOver(key: string): void {
    this.#archived.delete(key)
    this.#unarchived.add(key)
  }

  /** Something became of a message, for the first time. */
  count(delivery: Delivery, measure: string, { transactional }: { readonly transactional: ReadonlySet<string> }): void {
    const name = {
      day: Math.floor((delivery.attemptedAt ?? delivery.decidedAt) / dayMs),
      purpose: purposeOf(JSON.parse(delivery.effect) as Partial<Effect>, transactional),
      channel: delivery.channel,
      template: delivery.template ?? `${delivery.journey}/${delivery.step}`,
      measure,
    }
    const key = JSON.stringify(Object.values(name))
    const change = this.#days.get(key)
    if (change === undefined) this.#days.set(key, { ...name, by: 1 })
    else change.by += 1
  }

  toCommit(): Required<Pick<Commit, 'archived' | 'dictionaries' | 'unarchived' | 'dayCounts'>> {
    return {
      archived: [...this.#archived.values()],
      dictionaries: [...this.#dictionaries.values()],
      unarchived: [...this.#unarchived],
      dayCounts: [...this.#days.values()],
    }
  }
}
