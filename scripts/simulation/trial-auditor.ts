// Holds the mail to many that is tried on some first against what it promises: whoever is in it gets one of its mails and no second, the rule chooses once,
// those who waited get what was chosen, and nobody waits when it is over. It reads only.

import { pausedNow, pausesOf } from '../../src/engine/pauses.ts'
import type { SubscriberState } from '../../src/engine/state.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { PauseChange } from '../../src/model/pause.ts'
import type { Count, SubscriberNumber } from '../../src/runtime/store.ts'
import type { Truth } from './truth.ts'
import { mailingName, trialOtherwise, trialStep, variants } from './workspaces.ts'

const hour = 3_600_000
/** The longest of its trials, and some for whoever comes by late. */
const overAfterMs = 7 * hour

export class TrialAuditor {
  /** What somebody chose by hand, whether or not they heard that it stands. */
  readonly chosen = new Set<string>()
  readonly #truth: Truth
  readonly #got = new Map<string, string>()

  constructor(truth: Truth) {
    this.#truth = truth
  }

  /** Passages that got one of its mails. */
  get tried(): number {
    return this.#got.size
  }

  /** One decision about somebody stands. */
  decided(subscriber: SubscriberNumber, decision: Decision): void {
    if (!('enrollment' in decision) || decision.journey !== mailingName) return
    const passage = `${subscriber}/${decision.enrollment}`
    if (decision.kind === 'changed version' && decision.anew === true) this.#got.delete(passage)
    if (decision.kind !== 'queued' || !variants.some((variant) => variant === decision.step)) return
    const got = this.#got.get(passage)
    if (got !== undefined) this.#truth.say(`${decision.effect} is decided for somebody who got ${got} of the same mail to many`)
    this.#got.set(passage, decision.step)
  }

  /** Somebody was erased, told apart or made one with somebody else: their passages have other numbers, or none. */
  forgot(subscriber: SubscriberNumber): void {
    for (const passage of this.#got.keys()) if (passage.startsWith(`${subscriber}/`)) this.#got.delete(passage)
  }

  /** Everything, at a moment at which nothing is under way. `beganAt`: when it went out. */
  audit({ beganAt, now, changes, counts, states }: Found): void {
    const choices = changes.flatMap((change) => (change.do === 'choose' ? change : []))
    const byRule = choices.filter(({ because }) => because !== 'by-hand')
    if (byRule.length > 1) this.#truth.say(`the winner was chosen by the rule ${byRule.length} times`)
    const first = choices[0]?.at ?? Number.POSITIVE_INFINITY
    if (byRule.some(({ at }) => at > first)) this.#truth.say('the winner was chosen by the rule, although somebody had chosen')
    const allowed = new Set([...this.chosen, ...byRule.map(({ variant }) => variant), trialOtherwise])
    for (const { measure, count } of counts) {
      const variant = /^variant chosen: (.*)$/.exec(measure)?.[1]
      if (variant !== undefined && count > 0 && !allowed.has(variant)) this.#truth.say(`${count} who waited got ${variant}, which nobody and nothing chose`)
    }
    if (pausedNow(pausesOf(changes)).has(mailingName)) return
    // Whose clock stood still in a pause waits so much longer, unless one of their variants was chosen: a choice may name one that only another version has.
    const isOver = (heldMs: number) => now >= beganAt + overAfterMs + heldMs
    for (const [number, { enrollments }] of states) {
      const waits = enrollments.find(
        ({ journey, step, status, heldMs }) => journey === mailingName && step === trialStep && status === 'active' && isOver(heldMs),
      )
      if (waits !== undefined) this.#truth.say(`subscriber ${number} still waits for the winner of a mail to many that is over`)
    }
  }
}

interface Found {
  readonly beganAt: number
  readonly now: number
  readonly changes: readonly PauseChange[]
  /** Of the mail to many. */
  readonly counts: readonly Count[]
  readonly states: readonly (readonly [SubscriberNumber, SubscriberState])[]
}
