// The life of two people up to now as it was lived, as one: whose passage each was, whose each message, and whose each decision.

import { effectPlace } from '../../engine/passage.ts'
import type { Enrollment } from '../../engine/state.ts'
import type { Decision } from '../../model/decision.ts'
import type { Side } from '../../runtime/people/take-apart.ts'
import type { Delivery, Position, SubscriberNumber } from '../../runtime/store.ts'
import { type Life, type Occasion, walkLife } from '../why/fold-person.ts'
import { isAboutMessage, type Lines } from './whose-lines.ts'

interface Passage {
  readonly owner: Side
  /** Of the event that began it; undefined when none did. */
  readonly position: Position | undefined
}

interface Decided {
  readonly text: string
  readonly decision: Decision
  readonly subscriber: SubscriberNumber
  readonly position: Position | undefined
}

export class LifeAsOne {
  readonly #lines: Lines
  readonly #into: SubscriberNumber
  /** By the number that it has in the life as one. */
  readonly #passages = new Map<number, Passage>()
  readonly #decided: Decided[] = []

  constructor(lines: Lines, life: Life, { into, at }: { readonly into: SubscriberNumber; readonly at: number }) {
    this.#lines = lines
    this.#into = into
    walkLife(life, at, {
      onDecisions: (decisions, about) => this.#note(decisions, about),
      onLine: () => {},
      onTime: () => {},
    })
    // What is about messages is known now.
    for (const entry of lines.history) {
      const key = isAboutMessage(entry)
      if (key !== undefined && !lines.owners.has(entry.position)) lines.owners.set(entry.position, this.ownerOfMessage(key))
    }
  }

  ownerOfPassage(passage: Pick<Enrollment, 'id' | 'formerKeys' | 'trigger'>): Side {
    return this.#ofFormer(passage) ?? this.#passages.get(passage.id)?.owner ?? this.#ofPosition(passage.trigger.position)
  }

  ownerOfMessage(key: string): Side {
    const [subscriber = ''] = key.split('/')
    if (this.#lines.numbers.has(Number(subscriber))) return 'from'
    return this.#passages.get(passageOf(key))?.owner ?? 'into'
  }

  /** Where the event stands that began the passage of a message that was sent in the life as one. */
  beganAt(key: string): Position | undefined {
    return key.startsWith(`${this.#into}/`) ? this.#passages.get(passageOf(key))?.position : undefined
  }

  /** What was decided, as it is kept, shared out. */
  share(decisions: readonly Decision[]): Record<Side, Decision[]> {
    const owners = new Map<string, Side[]>()
    for (const one of this.#decided) owners.set(one.text, [...(owners.get(one.text) ?? []), this.#ownerOf(one)])
    const shared: Record<Side, Decision[]> = { into: [], from: [] }
    for (const decision of decisions) shared[owners.get(textOf(decision))?.shift() ?? this.#ofPassage(decision) ?? 'into'].push(decision)
    return shared
  }

  /** Whose of these messages. */
  messagesOf(side: Side, deliveries: readonly Delivery[]): readonly Delivery[] {
    return deliveries.filter(({ key }) => this.ownerOfMessage(key) === side)
  }

  #note(decisions: readonly Decision[], { subscriber, state, line }: Occasion): void {
    const position = line?.entry.position
    for (const decision of decisions) this.#decided.push({ text: textOf(decision), decision, subscriber, position })
    if (subscriber !== this.#into) return
    for (const passage of state.enrollments) {
      if (this.#passages.has(passage.id)) continue
      const began = passage.trigger.position
      const owner = this.#ofFormer(passage) ?? (began === undefined ? this.#ofPosition(position) : this.#ofPosition(began))
      this.#passages.set(passage.id, { owner, position: began })
    }
  }

  #ownerOf({ decision, subscriber, position }: Decided): Side {
    if (this.#lines.numbers.has(subscriber)) return 'from'
    if (subscriber !== this.#into) return 'into'
    return this.#ofPassage(decision) ?? this.#ofPosition(position)
  }

  #ofPassage(decision: Decision): Side | undefined {
    return 'enrollment' in decision ? this.#passages.get(decision.enrollment)?.owner : undefined
  }

  #ofFormer({ formerKeys }: Pick<Enrollment, 'formerKeys'>): Side | undefined {
    return formerKeys.some((key) => this.#lines.numbers.has(Number(key.split('/')[0]))) ? 'from' : undefined
  }

  #ofPosition(position: Position | undefined): Side {
    return (position === undefined ? undefined : this.#lines.owners.get(position)) ?? 'into'
  }
}

/** The passage's number, out of the key of a message. */
function passageOf(key: string): number {
  return effectPlace(key) === undefined ? Number.NaN : Number(key.split('/').at(-3))
}

function textOf(decision: Decision): string {
  return JSON.stringify(decision, Object.keys(decision).sort())
}
