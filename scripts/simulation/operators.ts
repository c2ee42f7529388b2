// What the team does while people shop: journeys are paused and go on again in all three ways, stop switches are switched and lifted, edits are
// published with people staying, moving or beginning anew. What was answered is told to the auditor; what was not may be in force or not.

import type { Definitions } from '../../src/model/definitions.ts'
import { resumeModeSchema } from '../../src/model/pause.ts'
import { peopleChoices } from '../../src/model/publication.ts'
import { isSameScope, type StopScope } from '../../src/model/stop.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { Publisher } from '../../src/runtime/publishing/publisher.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import type { Store } from '../../src/runtime/store.ts'
import { journeys as randomJourneys, templates } from '../../src/testing/arbitraries/vocabulary.ts'
import type { Auditor } from './auditor.ts'
import type { Life } from './life.ts'
import { courseName, mailingName, trialStep, variants } from './workspaces.ts'

const journeys = [...randomJourneys, courseName]

const scopes: readonly StopScope[] = [{ all: true }, ...journeys.map((journey) => ({ journey })), ...templates.map((template) => ({ template }))]

/** The mail to many, with chances of its own: a seed that once found something goes on doing what it did. */
interface Mailing {
  readonly beginsAt: number
  readonly random: () => number
}

interface Team {
  readonly auditor: Auditor
  readonly clock: Clock
  readonly random: () => number
  /** Undefined where none is tried. */
  readonly mailing: Mailing | undefined
}

export class Operators {
  readonly #auditor: Auditor
  readonly #clock: Clock
  readonly #random: () => number
  readonly #mailing: Mailing | undefined
  #runtime!: Runtime
  #life!: Life
  #publisher!: Publisher
  pauses = 0
  stops = 0
  edits = 0
  choices = 0

  constructor({ auditor, clock, random, mailing }: Team) {
    this.#mailing = mailing
    this.#auditor = auditor
    this.#clock = clock
    this.#random = random
  }

  /** From now on they work with this process. */
  serve({ runtime, store, life }: { readonly runtime: Runtime; readonly store: Store; readonly life: Life }): void {
    this.#runtime = runtime
    this.#life = life
    this.#publisher = new Publisher({ store, runtime, clock: this.#clock, fillFromEntries: this.#oneOf([1, 100, 20_000]) })
  }

  /** Pauses a journey, or lets one go on. */
  changePause(): void {
    const journey = this.#oneOf(journeys)
    if (this.#random() < 0.5) return this.#resume(journey)
    this.#pause(journey)
  }

  #pause(journey: string): void {
    this.pauses += 1
    const paused = this.#runtime.changePause({ journey, do: 'pause', because: 'a look at it', by: 'admin' })
    this.#told(paused, () => this.#auditor.paused.add(journey))
  }

  #resume(journey: string): void {
    // From here on it may go on, whether or not anybody hears of it.
    this.#auditor.paused.delete(journey)
    this.#told(this.#runtime.changePause({ journey, do: 'resume', mode: this.#oneOf(resumeModeSchema.options) }), () => {})
  }

  /** Switches a stop switch on, or lifts one. */
  changeStop(): void {
    const scope = this.#oneOf(scopes)
    if (this.#random() < 0.6) return this.#lift(scope)
    this.stops += 1
    const stopped = this.#runtime.changeStops({ stop: { scope, because: 'wrong price', since: this.#clock.now() } })
    this.#told(stopped, () => this.#auditor.stops.push(scope))
  }

  #lift(scope: StopScope): void {
    const { stops } = this.#auditor
    stops.splice(0, stops.length, ...stops.filter((stop) => !isSameScope(stop, scope)))
    this.#told(this.#runtime.changeStops({ resume: scope }), () => {})
  }

  /** Somebody looks at the mail to many: says which of the mails the others get, maybe once more, or pauses it, or lets it go on. Mostly not. */
  lookAtMailing(): void {
    const mailing = this.#mailing
    const chance = mailing?.random() ?? 1
    // Before it goes out there is nothing to choose, and who comes while it is paused does not get it at all.
    if (mailing === undefined || chance >= 0.06 || this.#clock.now() < mailing.beginsAt) return
    if (chance < 0.01) return this.#resume(mailingName)
    if (chance < 0.015) return this.#pause(mailingName)
    const variant = variants[Math.floor(mailing.random() * variants.length)] as string
    this.choices += 1
    this.#auditor.trials.chosen.add(variant)
    this.#told(this.#runtime.changePause({ journey: mailingName, do: 'choose', step: trialStep, variant, because: 'by-hand', arms: [] }), () => {})
  }

  /** Publishes an edit, with one of the choices for the people inside. */
  edit(definitions: Definitions): void {
    this.edits += 1
    const choices = { people: this.#oneOf(peopleChoices), map: {}, existing: this.#random() < 0.3, by: 'kim' }
    this.#told(this.#publisher.publish({ definitions, choices, mode: 'publish' }), () => {})
  }

  /** Everything goes on, and every switch is lifted. */
  calm(): void {
    for (const journey of this.#mailing === undefined ? journeys : [...journeys, mailingName]) this.#resume(journey)
    for (const scope of scopes) this.#lift(scope)
  }

  /** Whatever was asked of a process that died, or could not be written down, may be in force or not. */
  #told(answer: Promise<unknown>, done: () => void): void {
    const life = this.#life
    answer.then(
      () => {
        if (!life.isOver) done()
      },
      () => {},
    )
  }

  #oneOf<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)] as T
  }
}
