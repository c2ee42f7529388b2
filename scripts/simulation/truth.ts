// What really happened, as the people outside know it: which events they sent and had acknowledged, who said no and was told that it is in
// force, and what arrived at the receivers. It knows nothing of the engine, the store or the runtime, and says every breach in one sentence.

import { optInJourney } from '../../src/engine/opt-in.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { AttemptOutcome, EmailMessage, OutgoingMessage } from '../../src/runtime/channel.ts'

export interface Person {
  readonly number: number
  readonly userId: string
  readonly address: string
  readonly devices: readonly string[]
  /** Topics to which the person said no and was told so; a later yes takes it back from the moment it is uttered. */
  readonly refused: Set<string>
  /** Whether the person ever said yes to anything, whoever heard of it. */
  hasSaidYes: boolean
  /** Whether everything about the person was erased, and they said yes to nothing since. */
  isErased: boolean
}

export class Truth {
  readonly people: readonly Person[]
  readonly breaches: string[] = []
  readonly sent = new Map<string, Arrival>()
  readonly acknowledged = new Set<string>()
  /** Everything that a receiver took or may have taken, by the effect's key: what the receiver said each time. */
  readonly received = new Map<string, AttemptOutcome['kind'][]>()
  /** Browsers of people who were erased. */
  readonly erasedDevices = new Set<string>()
  readonly #byAddress: ReadonlyMap<string, Person>

  /** Questions of double opt-ins that arrived: whose they are, and what was asked. */
  readonly questions: { readonly person: Person; readonly subscriber: number; readonly ask: string }[] = []
  readonly #needsYes: boolean

  constructor(people: number, consent: 'opt-in' | 'opt-out') {
    this.#needsYes = consent === 'opt-in'
    this.people = Array.from({ length: people }, (_, number) => ({
      number,
      userId: `user-${number}`,
      address: `person-${number}@mail.example`,
      devices: [`phone-${number}`, `laptop-${number}`],
      refused: new Set(),
      hasSaidYes: false,
      isErased: false,
    }))
    this.#byAddress = new Map(this.people.map((person) => [person.address, person]))
  }

  say(breach: string): void {
    this.breaches.push(breach)
  }

  /** The person says yes to something. */
  saysYes(person: Person): void {
    person.hasSaidYes = true
    person.isErased = false
    person.refused.clear()
  }

  /** Everything about a person is gone, and was never acknowledged as far as anybody knows. */
  forget(person: Person, gone: { readonly messageIds: readonly string[]; readonly keys: readonly string[] }): void {
    person.isErased = true
    person.hasSaidYes = false
    for (const device of person.devices) this.erasedDevices.add(device)
    for (const messageId of gone.messageIds) this.acknowledged.delete(messageId)
    for (const key of gone.keys) this.received.delete(key)
    this.questions.splice(0, this.questions.length, ...this.questions.filter((question) => question.person !== person))
  }

  /** A message reaches the provider, which answers in this way. */
  arrives(message: OutgoingMessage, outcome: AttemptOutcome['kind']): void {
    if (message.kind === 'email' && message.about?.journey === optInJourney) this.#asks(message, outcome)
    else if (message.kind === 'email') this.#checkConsent(message)
    if (outcome === 'retry' || outcome === 'rejected') return
    const before = this.received.get(message.key)
    if (before === undefined) this.received.set(message.key, [outcome])
    else before.push(outcome)
  }

  #asks(message: EmailMessage, outcome: AttemptOutcome['kind']): void {
    const person = this.#byAddress.get(message.to)
    if (person === undefined) this.say(`a question went to ${message.to}, which is nobody's address`)
    else if (outcome === 'sent') this.questions.push({ person, subscriber: Number(message.about?.subscriber), ask: message.key })
  }

  #checkConsent(message: EmailMessage): void {
    const person = this.#byAddress.get(message.to)
    if (person === undefined) this.say(`a mail went to ${message.to}, which is nobody's address`)
    // All templates of the simulation are about news.
    else if (this.#needsYes && !person.hasSaidYes) this.say(`${message.to} never said yes, and ${message.key} was sent`)
    else if (person.isErased) this.say(`${message.to} was erased, and ${message.key} was sent after that`)
    else if (person.refused.has('all') || person.refused.has('news'))
      this.say(`${message.to} was told to be unsubscribed, and ${message.key} was sent after that`)
  }
}
