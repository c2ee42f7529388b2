// Forgets, once a day and in small steps beside the groups, what nobody needs any more: message ids that are too old to be repeated, and messages
// that are older than the archive's rule. Nobody waits for it.

import { archiveRule } from '../../model/archive.ts'
import { purposes } from '../../model/archived-message.ts'
import type { Workspace } from '../../model/definitions.ts'
import { limits } from '../../model/limits.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../store.ts'
import { firstDay } from '../writing/recent-messages.ts'

export interface ForgettingOptions {
  readonly store: Store
  readonly clock: Clock
  readonly source: { readonly workspace: Workspace }
  readonly onError: (error: unknown) => void
}

export class Forgetting {
  /** Whose rule holds. */
  workspace: Workspace
  readonly #options: ForgettingOptions
  /** What was before this day was forgotten. */
  #before = 0
  #underWay: Promise<void> = Promise.resolve()
  #isStopping = false

  constructor(options: ForgettingOptions) {
    this.#options = options
    this.workspace = options.source.workspace
  }

  /** Begins, unless it was done today. */
  begin(): void {
    const before = firstDay(this.#options.clock.now())
    if (before <= this.#before) return
    this.#before = before
    this.#underWay = this.#forget(before).catch(this.#options.onError)
  }

  /** Ends after the step that is under way; the next start goes on. */
  stop(): Promise<void> {
    this.#isStopping = true
    return this.#underWay
  }

  async #forget(beforeDay: number): Promise<void> {
    const { store, clock } = this.#options
    await store.forgetSeen(beforeDay)
    for (const purpose of purposes) {
      let forgotten: number = limits.archiveRows
      while (forgotten === limits.archiveRows && !this.#isStopping) {
        const before = clock.now() - archiveRule(this.workspace).keptMs[purpose]
        forgotten = await store.forgetArchived({ purpose, before, limit: limits.archiveRows })
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
    }
  }
}
