// Values of one property or attribute, as examples for whoever writes a condition. What may say something about a person is not shown: addresses,
// numbers of phones, free text, and whatever only a few people had in common, unless it is a word out of a list such as a product's id.

import type { Json, Scalar } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'

/** shop: a property of an event, of which a single code says nothing about anybody · person: an attribute. */
export type ValueOf = 'shop' | 'person'

export interface ShownValues {
  /** The most frequent first. */
  readonly samples: readonly Scalar[]
  /** Of numbers, the smallest and the largest; null where there were none, or too few people had any. */
  readonly least: number | null
  readonly most: number | null
  /** Whether there were values that are not shown. */
  readonly isWithheld: boolean
}

/** Whether a name or a value looks as if it were about a person: a mail address, a phone number, a card. */
export function looksPersonal(text: string): boolean {
  return text.includes('@') || /(?:\d[\s()./-]?){7,}/.test(text)
}

/** A number without its sign and fraction: telephones, cards and ids are whole. */
function plainDigits(value: number): string {
  return Number.isFinite(value) ? BigInt(Math.trunc(Math.abs(value))).toString() : ''
}

/** Whether a property of this name holds something about a person, whatever it is. */
export function isPersonalName(path: string): boolean {
  const named = path.replaceAll(/([a-z])([A-Z])/g, '$1_$2')
  if (
    /(?:^|[._-])(?:customer|client|member|account|subscriber|contact|person|profile|visitor|device|guest|order|invoice|cart|checkout|transaction|payment)[._-]?(?:id|no|number|nr|ref|reference)$/i.test(
      named,
    )
  )
    return true
  return /(?:^|[._-])(?:e?-?mail|phone|mobile|first|last|full|sur|given|family|nick|user|birth|born|dob|street|address|zip|postal|postcode|city|ip|iban|card|tax|passport|ssn|lat|lon|lng|latitude|longitude|token|password|secret|session|name|message|comment|text|note|body|query|search|url|referrer|title)(?:[._-]?(?:name|id|code|day|date|at|number|line\d?|agent))?$/i.test(
    named,
  )
}

interface Held {
  seen: number
  /** The first few people who had it. */
  readonly people: number[]
}

export class SampleValues {
  readonly #path: string
  readonly #of: ValueOf
  readonly #held = new Map<Scalar, Held>()
  readonly #numbers = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY, people: [] as number[] }
  #isWithheld = false

  constructor(path: string, of: ValueOf) {
    this.#path = path
    this.#of = of
  }

  take(value: Json, subscriber: number): void {
    if (value === null || typeof value === 'object') return
    if (typeof value === 'number' && looksPersonal(plainDigits(value))) {
      this.#isWithheld = true
      return
    }
    if (typeof value === 'number') this.#takeNumber(value, subscriber)
    if (typeof value === 'string' && (value.length > limits.schemaSampleCharacters || value.trim() === '' || looksPersonal(value))) {
      this.#isWithheld ||= value.trim() !== ''
      return
    }
    const held = this.#held.get(value)
    if (held !== undefined) {
      held.seen += 1
      if (held.people.length < limits.schemaSamplePeople && !held.people.includes(subscriber)) held.people.push(subscriber)
    } else if (this.#held.size < heldValues || this.#forgetOne()) this.#held.set(value, { seen: 1, people: [subscriber] })
  }

  #takeNumber(value: number, subscriber: number): void {
    const { people } = this.#numbers
    this.#numbers.least = Math.min(this.#numbers.least, value)
    this.#numbers.most = Math.max(this.#numbers.most, value)
    if (people.length < limits.schemaSamplePeople && !people.includes(subscriber)) people.push(subscriber)
  }

  shown(): ShownValues {
    const all = [...this.#held].sort(([, one], [, other]) => other.seen - one.seen)
    const fit = all.filter(([value, { people }]) => people.length >= limits.schemaSamplePeople || this.#isCode(value))
    const { least, most, people } = this.#numbers
    const isKnown = people.length >= limits.schemaSamplePeople || (people.length > 0 && this.#of === 'shop' && !isPersonalName(this.#path))
    return {
      samples: fit.slice(0, limits.schemaSamples).map(([value]) => value),
      least: isKnown ? least : null,
      most: isKnown ? most : null,
      isWithheld: this.#isWithheld || fit.length < all.length,
    }
  }

  /** A value that says nothing about a person even if only one had it. */
  #isCode(value: Scalar): boolean {
    if (this.#of === 'person') return typeof value === 'boolean'
    if (isPersonalName(this.#path)) return false
    return typeof value !== 'string' || /^[\p{L}\p{N}_.:/+-]{1,40}$/u.test(value)
  }

  /** The oldest value that only one person had makes room. */
  #forgetOne(): boolean {
    for (const [value, { people }] of this.#held) if (people.length < 2) return this.#held.delete(value)
    return false
  }
}

/** Values of which it is followed how often they come. */
const heldValues = 40
