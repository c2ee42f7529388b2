// Whoever takes mails and webhooks over: well, out of order, slow, or picky, and changing its mood. It tells the truth of everything that arrives.

import type { AttemptOutcome, OutgoingMessage } from '../../src/runtime/channel.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import type { Truth } from './truth.ts'

const moods = ['well', 'well', 'slow', 'down', 'picky', 'flaky', 'uncertain'] as const
type Mood = (typeof moods)[number]

export class Provider {
  readonly #truth: Truth
  readonly #clock: Clock
  readonly #random: () => number
  #mood: Mood = 'well'

  constructor(truth: Truth, clock: Clock, random: () => number) {
    this.#truth = truth
    this.#clock = clock
    this.#random = random
  }

  changeMood(): void {
    this.#mood = moods[Math.floor(this.#random() * moods.length)] as Mood
  }

  recover(): void {
    this.#mood = 'well'
  }

  async take(message: OutgoingMessage): Promise<AttemptOutcome> {
    const outcome = this.#outcome()
    this.#truth.arrives(message, outcome.kind)
    if (this.#mood === 'slow') {
      await new Promise<void>((resolve) => this.#clock.at(this.#clock.now() + Math.floor(this.#random() * 4000), resolve))
    }
    return outcome
  }

  #outcome(): AttemptOutcome {
    const chance = this.#random()
    switch (this.#mood) {
      case 'well':
      case 'slow':
        return { kind: 'sent' }
      case 'down':
        return { kind: 'retry', reason: 'the server is down' }
      case 'picky':
        return chance < 0.8 ? { kind: 'sent' } : { kind: 'rejected', reason: 'no such mailbox', addressIsBad: chance < 0.85 }
      case 'flaky':
        return chance < 0.5 ? { kind: 'sent' } : { kind: 'retry', reason: 'try again later', afterMs: Math.floor(chance * 100_000) }
      case 'uncertain':
        return chance < 0.5 ? { kind: 'sent' } : { kind: 'unknown', reason: 'the connection broke' }
    }
  }
}
