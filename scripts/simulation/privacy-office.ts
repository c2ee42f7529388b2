// The person who answers for privacy: people are erased, and what is known of them is handed out, while everything else goes on. After an
// erasure nothing that names the person may be found anywhere, whatever crashed on the way; what is handed out must hold everything that was taken in.

import { exportedSubscriber, exportSubscriber } from '../../src/api/admin/export-subscriber.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { arrivalOf } from '../../src/runtime/log-entry.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { unpackState } from '../../src/runtime/states/state-codec.ts'
import type { Store, SubscriberNumber } from '../../src/runtime/store.ts'
import type { Person, Truth } from './truth.ts'

const everything = Number.MAX_SAFE_INTEGER

/** Somebody who is to be erased, and what goes with them. */
export interface Leaving {
  readonly person: Person
  readonly number: SubscriberNumber
  readonly messageIds: readonly string[]
  /** Keys of the messages that were decided for them. */
  readonly keys: readonly string[]
}

export class PrivacyOffice {
  readonly #truth: Truth
  readonly #clock: Clock
  readonly #random: () => number
  #runtime!: Runtime
  #store!: Store
  erasures = 0
  exports = 0

  constructor(truth: Truth, clock: Clock, random: () => number) {
    this.#truth = truth
    this.#clock = clock
    this.#random = random
  }

  /** From now on it works with this process. */
  serve({ runtime, store }: { readonly runtime: Runtime; readonly store: Store }): void {
    this.#runtime = runtime
    this.#store = store
  }

  /** What somebody asks for next; mostly nothing. */
  asked(): 'nothing' | 'export' | 'erasure' {
    const chance = this.#random()
    if (chance < 0.98) return 'nothing'
    return chance < 0.99 ? 'export' : 'erasure'
  }

  /** In how many commits something goes wrong on the way; undefined when nothing does. */
  faultAfter(): number | undefined {
    return this.#random() < 0.4 ? 1 + Math.floor(this.#random() * 6) : undefined
  }

  /** Somebody, with what goes with them; undefined for who is not known. At rest. */
  async pick(): Promise<Leaving | undefined> {
    const { people } = this.#truth
    const some = this.#random() < 0.7 ? people.slice(0, 25) : people
    const person = some[Math.floor(this.#random() * some.length)] as Person
    const known = await this.#runtime.describe({ userId: person.userId })
    if (known === undefined) return undefined
    const entries = await this.#store.history(known.head, everything)
    const messageIds = entries.flatMap((entry) => arrivalOf(entry)?.event.messageId ?? [])
    const messages = await this.#store.messages({ subscriber: known.number, limit: everything })
    return { person, number: known.number, messageIds, keys: messages.map(({ key }) => key) }
  }

  erase({ number }: Leaving): Promise<unknown> {
    return this.#runtime.erase(number)
  }

  async isGone({ person, number }: Leaving): Promise<boolean> {
    return (await this.#runtime.describe({ userId: person.userId }))?.number !== number
  }

  /** Nothing that is kept may name the person. At rest. */
  async checkGone({ person, number }: Leaving, store: Store): Promise<void> {
    this.erasures += 1
    const numbers = await store.subscribersAfter(0, everything)
    const states = (await store.load(numbers)).map((row) => row && unpackState(theEngine, row.state))
    const kept = {
      log: await store.readLog(0, everything),
      states: states.map((state) => state && { ...state, memories: [...state.memories] }),
      decisions: await Promise.all([number, ...numbers].map((one) => store.decisions(one, everything))),
      messages: await store.messages({ limit: everything }),
      letters: await store.deadLetters({ limit: everything }),
      erasures: await store.erasures(),
    }
    for (const [where, what] of Object.entries(kept)) {
      const text = JSON.stringify(what)
      for (const name of [person.address, `"${person.userId}"`, `${person.userId}\\"`]) {
        if (text.includes(name)) this.#truth.say(`${name} was erased, and can still be found in the ${where}: ${around(text, name)}`)
      }
    }
    if (numbers.includes(number)) this.#truth.say(`subscriber ${number} was erased, and is still there`)
  }

  /** Hands out what is known of somebody. At rest. */
  async handOut(store: Store): Promise<void> {
    const asked = await this.pick()
    if (asked === undefined) return
    this.exports += 1
    let text = ''
    const parts = { number: asked.number, now: this.#clock.now(), store, describe: (of: { readonly subscriber?: number }) => this.#runtime.describe(of) }
    for await (const piece of exportSubscriber(parts)) text += piece
    const document = exportedSubscriber.safeParse(JSON.parse(text))
    if (!document.success) return this.#truth.say(`what was handed out of ${asked.person.userId} has another shape: ${document.error.message}`)
    for (const messageId of asked.messageIds) {
      if (!text.includes(JSON.stringify(messageId))) this.#truth.say(`message ${messageId} is not in what was handed out of ${asked.person.userId}`)
    }
    for (const key of asked.keys) if (!text.includes(key)) this.#truth.say(`${key} is not in what was handed out of ${asked.person.userId}`)
  }
}

function around(text: string, name: string): string {
  const at = text.indexOf(name)
  return text.slice(Math.max(0, at - 150), at + 150)
}
