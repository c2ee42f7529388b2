// A whole workspace in virtual time: the real writer, dispatcher and stores under a seeded workload of people who shop, repeat themselves,
// come late, turn out to be one and say no; under edits of the definitions, providers that fail, and crashes at every commit point. An
// auditor that knows what really happened looks at every commit, and at everything whenever the workspace has come to rest.

import { randomFrom } from '../../bench/workload.ts'
import { compile } from '../../src/engine/compile.ts'
import type { Program, ProgramSource } from '../../src/engine/program.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import { limits } from '../../src/model/limits.ts'
import type { AttemptOutcome, OutgoingMessage } from '../../src/runtime/channel.ts'
import { nextSource, readPublished } from '../../src/runtime/publishing/published.ts'
import { type Runtime, startRuntime } from '../../src/runtime/runtime.ts'
import { readInForce } from '../../src/runtime/stopping/pauses.ts'
import type { Store } from '../../src/runtime/store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { Auditor } from './auditor.ts'
import { channelOf, clockOf, type Fault, faults, Life, storeOf } from './life.ts'
import { Mediator } from './mediator.ts'
import { Operators } from './operators.ts'
import { plainRenderer } from './plain-renderer.ts'
import { PolicyAuditor } from './policy-auditor.ts'
import { type Leaving, PrivacyOffice } from './privacy-office.ts'
import { Provider } from './provider.ts'
import { Shoppers } from './shoppers.ts'
import { Truth } from './truth.ts'
import { mailingAt, policyOf, workspacesOf } from './workspaces.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly steps: number
  readonly people: number
  /** Whether merges are not taken back, and no mail to many is tried: seeds from before go on doing what they did. */
  readonly early?: boolean
  /** Opens the store; called again after every crash. What was committed must still be there. */
  readonly openStore: () => Promise<Store>
}

export interface SimulationReport {
  readonly steps: number
  readonly events: number
  readonly repeated: number
  readonly crashes: number
  readonly edits: number
  readonly pauses: number
  readonly stops: number
  /** Passages of the mail to many that got one of its mails. */
  readonly tried: number
  /** Choices by hand of which mail the others get. */
  readonly choices: number
  readonly merges: number
  readonly partings: number
  readonly erasures: number
  readonly exports: number
  readonly entered: number
  readonly received: number
  readonly unknown: number
  /** States that were held against the stuck check. */
  readonly checked: number
  /** People of edited workspaces whose state and decisions were made again from the log and every publication. */
  readonly replayed: number
  /** The first breaches of a promise, in the order in which they were seen; none when all is well. */
  readonly breaches: readonly string[]
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Turns of the event loop after which a workspace that still has work waits for its clock. */
const turnsAtOnce = 12
const mostTurns = 20_000
const stepsBetweenAudits = 250

/** Runs so many steps, or until a promise is broken. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const world = new World(options)
  // A rejection that nobody handles ends a real process.
  const unhandled = (error: unknown): void => world.truth.say(`nobody handled this: ${error instanceof Error ? error.stack : error}`)
  process.on('unhandledRejection', unhandled)
  try {
    return await runWorld(world, options)
  } finally {
    process.off('unhandledRejection', unhandled)
  }
}

async function runWorld(world: World, options: SimulationOptions): Promise<SimulationReport> {
  await world.open()
  await world.start()
  world.openDoors()
  let step = 0
  for (; step < options.steps && world.truth.breaches.length === 0; step += 1) {
    await world.step()
    if ((step + 1) % stepsBetweenAudits === 0) await world.audit()
  }
  if (world.truth.breaches.length === 0) await world.finish()
  return world.close(step)
}

class World {
  readonly truth: Truth
  readonly #options: SimulationOptions
  readonly #random: () => number
  readonly #versions: readonly Definitions[]
  readonly #mailingAt: number
  readonly #clock: VirtualClock
  readonly #auditor: Auditor
  readonly #provider: Provider
  readonly #shoppers: Shoppers
  readonly #operators: Operators
  readonly #privacy: PrivacyOffice
  readonly #mediator: Mediator
  readonly #policy: 'hold' | 'resend'
  /** Whether definitions are edited: the fold of the log is compared where they are not. */
  readonly #isEdited: boolean
  #store!: Store
  #life = new Life()
  #runtime!: Runtime
  #version = 0
  #crashes = 0

  constructor(options: SimulationOptions) {
    this.#options = options
    this.#random = randomFrom(options.seed)
    const { scale, versions } = workspacesOf(options.seed, 5, options.early)
    this.#versions = versions
    this.#clock = new VirtualClock(scale.startAt)
    this.#mailingAt = mailingAt(options.seed, scale.startAt)
    this.#policy = options.seed % 3 === 0 ? 'resend' : 'hold'
    this.#isEdited = options.seed % 2 === 0
    const policy = policyOf(options.seed)
    this.truth = new Truth(options.people, policy.consent ?? 'opt-in')
    this.#auditor = new Auditor(this.truth, this.#policy, new PolicyAuditor(this.truth, policy))
    this.#provider = new Provider(this.truth, this.#clock, this.#random)
    this.#operators = new Operators({
      auditor: this.#auditor,
      clock: this.#clock,
      random: this.#random,
      mailing: options.early === true ? undefined : { beginsAt: this.#mailingAt, random: randomFrom(options.seed + 33_333) },
    })
    // With chances of its own, so that a seed that once found something goes on doing what it did.
    this.#privacy = new PrivacyOffice(this.truth, this.#clock, randomFrom(options.seed + 77_777))
    this.#mediator = new Mediator(this.truth, randomFrom(options.seed + 55_555))
    this.#shoppers = new Shoppers(this.truth, this.#clock, this.#random)
  }

  async open(): Promise<void> {
    this.#store = await this.#options.openStore()
  }

  openDoors(): void {
    this.#shoppers.openDoors()
  }

  /** A new process over what the last one left. */
  async start(): Promise<void> {
    const source = await this.#nextSource()
    this.#life = new Life()
    const life = this.#life
    const channels = (['email', 'webhook'] as const).map((name) => channelOf(life, name, (message) => this.#handOver(message)))
    const policy = { unknownMail: this.#policy }
    const store = storeOf(life, this.#store, this.#auditor)
    const started = startRuntime({
      store,
      clock: clockOf(life, this.#clock),
      source,
      channels,
      policy,
      renderer: plainRenderer,
      tombstoneKey: 'a-key-of-tombstones-that-is-long-enough',
    })
    this.#runtime = await started
    this.#shoppers.serve(this.#runtime.inbox, life)
    this.#privacy.serve({ runtime: this.#runtime, store })
    this.#mediator.serve({ runtime: this.#runtime, store })
    this.#operators.serve({ runtime: this.#runtime, store, life })
  }

  async #nextSource(): Promise<ProgramSource> {
    const source = nextSource(await readPublished(this.#store), this.#versions[this.#version] as Definitions, await this.#store.counts())
    const { program } = compile(source)
    if (program === undefined) throw new Error('an edit of a valid workspace does not compile beside its older versions')
    this.#auditor.knows(program)
    return source
  }

  #handOver(message: OutgoingMessage): Promise<AttemptOutcome> {
    this.#auditor.leaves(message)
    return this.#provider.take(message)
  }

  /** Something happens; usually the workspace comes to rest after it. */
  async step(): Promise<void> {
    const asked = this.#privacy.asked()
    if (asked === 'export' && (await this.#isCalm())) await this.#privacy.handOut(this.#store)
    if (asked === 'erasure' && (await this.#isCalm())) await this.#erase()
    if (this.#options.early !== true && this.#mediator.isAsked && (await this.#isCalm())) await this.#part()
    this.#operators.lookAtMailing()
    const chance = this.#random()
    if (chance < 0.7) this.#shoppers.shop()
    else if (chance < 0.75) this.#shoppers.changeMind()
    else if (chance < 0.79) this.#provider.changeMood()
    else if (chance < 0.85) this.#planFault()
    else if (chance < 0.87 && this.#isEdited) this.#edit()
    else if (chance < 0.88) this.#life.kill()
    else if (chance < 0.9) this.#operators.changePause()
    else if (chance < 0.91) this.#operators.changeStop()
    else this.#clock.advanceTo(this.#clock.now() + this.#pauseMs())
    if (this.#random() < 0.7) await this.#rest()
    else await turns(1 + Math.floor(this.#random() * 4))
    if (this.#life.isOver) await this.#restart()
  }

  /** Whether nothing is under way that nobody has heard of; comes to rest for it. */
  async #isCalm(): Promise<boolean> {
    this.#life.spare()
    await this.#rest()
    if (this.#life.isOver) await this.#restart()
    return !this.#shoppers.isUnanswered && this.truth.breaches.length === 0
  }

  /** A merge is taken back, maybe over a crash or a full disk. */
  async #part(): Promise<void> {
    const merge = await this.#mediator.pick()
    if (merge === undefined) return
    const chances = this.#mediator.faultAfter()
    if (chances !== undefined) this.#life.plan((['before commit', 'after commit', 'refuse commit'] as const)[chances % 3] as Fault, chances)
    await this.#outcomeOf(this.#mediator.part(merge))
    if (this.#life.isOver) await this.#restart()
    this.#life.spare()
    await this.#rest()
    if (this.#life.isOver) await this.#restart()
    await this.#auditor.auditCounts(this.#store)
  }

  /** Somebody is erased, maybe over a crash or a full disk; then there is nothing left, and it is not undone by whatever the person does next. */
  async #erase(): Promise<void> {
    const leaving = await this.#privacy.pick()
    if (leaving === undefined) return
    await this.#auditor.auditCounts(this.#store)
    const chances = this.#privacy.faultAfter()
    if (chances !== undefined) this.#life.plan((['before commit', 'after commit', 'refuse commit'] as const)[chances % 3] as Fault, chances)
    const isAnswered = await this.#outcomeOf(this.#privacy.erase(leaving))
    // What a full disk cut short is gone on with by the next process.
    if (!isAnswered && !this.#life.isOver) this.#life.kill()
    if (this.#life.isOver) await this.#restart()
    this.#life.spare()
    await this.#rest()
    if (await this.#privacy.isGone(leaving)) await this.#forget(leaving)
    else if (isAnswered) this.truth.say(`the erasure of ${leaving.person.userId} was answered, and the person is there`)
  }

  async #forget(leaving: Leaving): Promise<void> {
    this.truth.forget(leaving.person, leaving)
    await this.#privacy.checkGone(leaving, this.#store)
    await this.#auditor.forgot(leaving, this.#store)
    // The person goes on living, and leaves the address in a form.
    this.#shoppers.leaveAddress(leaving.person)
  }

  /** Whether it was answered; winds the clock while it is waited for. */
  async #outcomeOf(answer: Promise<unknown>): Promise<boolean> {
    let outcome: boolean | undefined
    const settled = answer.then(
      () => true,
      () => false,
    )
    void settled.then((isAnswered) => {
      outcome = isAnswered
    })
    for (let turn = 0; outcome === undefined && !this.#life.isOver && turn < mostTurns; turn += turnsAtOnce) {
      await turns(turnsAtOnce)
      if (turn > 5 * turnsAtOnce) this.#clock.advanceTo(this.#clock.now() + 250)
    }
    return outcome === true
  }

  #planFault(): void {
    const fault = faults[Math.floor(this.#random() * faults.length)] as Fault
    this.#life.plan(fault, 1 + Math.floor(this.#random() * 6))
  }

  /** New definitions come into force while everything else goes on. */
  #edit(): void {
    this.#version = Math.floor(this.#random() * this.#versions.length)
    this.#operators.edit(this.#versions[this.#version] as Definitions)
  }

  #pauseMs(): number {
    const chance = this.#random()
    if (chance < 0.5) return Math.floor(this.#random() * 10) * minute
    if (chance < 0.7) return Math.floor(this.#random() * 3000)
    if (chance < 0.95) return Math.floor(this.#random() * 12) * hour
    return Math.floor(this.#random() * 4 * day)
  }

  /** The process is dead; after a while somebody starts it again. */
  async #restart(): Promise<void> {
    this.#crashes += 1
    await this.#store.close()
    await this.open()
    if (this.#random() < 0.3) this.#clock.advanceTo(this.#clock.now() + this.#pauseMs())
    await this.start()
    this.#shoppers.repeatUnanswered()
  }

  /** Waits until nothing is due; winds the clock a little when everything waits for it. */
  async #rest(): Promise<void> {
    let isAtRest = false
    const { end } = this.#life
    const settled = Promise.race([this.#runtime.settle(), end]).then(() => {
      isAtRest = true
    })
    for (let turn = 0; !isAtRest; turn += turnsAtOnce) {
      await turns(turnsAtOnce)
      if (isAtRest) break
      if (turn > 5 * turnsAtOnce) this.#clock.advanceTo(this.#clock.now() + 250)
      if (turn <= mostTurns) continue
      this.truth.say('the workspace does not come to rest')
      return
    }
    await settled
  }

  /** Comes to rest without crashing and holds everything against each other. */
  async audit(): Promise<void> {
    do {
      if (this.#life.isOver) await this.#restart()
      this.#life.spare()
      await this.#rest()
      // After a commit that failed, the writer leaves its own work for a moment.
      this.#clock.advanceTo(this.#clock.now() + limits.commitRetryMs)
      await this.#rest()
    } while (this.#life.isOver || this.#shoppers.isUnanswered)
    if (this.truth.breaches.length > 0) return
    await this.#auditor.audit(this.#store, await this.#inForce(), this.#clock.now())
    if (this.#options.early !== true) await this.#auditor.auditMailing(this.#store, { beganAt: this.#mailingAt, now: this.#clock.now() })
  }

  async #inForce(): Promise<Program> {
    const source = await readInForce(this.#store)
    const { program } = compile(source as ProgramSource)
    if (program === undefined) throw new Error('what is in force does not compile')
    return program
  }

  /** The provider recovers, a week passes, and everything must have found its end. */
  async finish(): Promise<void> {
    this.#provider.recover()
    await this.audit()
    this.#operators.calm()
    for (let days = 0; days < 14 && this.truth.breaches.length === 0; days += 1) {
      await this.audit()
      this.#clock.advanceTo(this.#clock.now() + day / 2)
    }
    await this.audit()
    if (this.#isEdited && this.truth.breaches.length === 0) await this.#auditor.auditFoldOverEdits(this.#store)
    if (!this.#isEdited && this.truth.breaches.length === 0) await this.#auditor.auditFold(this.#store, await this.#inForce())
  }

  async close(steps: number): Promise<SimulationReport> {
    const counts = await this.#store.counts()
    const total = (measure: string): number => counts.reduce((sum, count) => sum + (count.measure === measure && count.journey !== '' ? count.count : 0), 0)
    const entries = await this.#store.readLog(0, Number.MAX_SAFE_INTEGER)
    this.#life.kill()
    await this.#store.close()
    return {
      steps,
      events: this.truth.sent.size,
      repeated: this.#shoppers.repeated,
      crashes: this.#crashes,
      edits: this.#operators.edits,
      pauses: this.#operators.pauses,
      stops: this.#operators.stops,
      tried: this.#auditor.trials.tried,
      choices: this.#operators.choices,
      erasures: this.#privacy.erasures,
      exports: this.#privacy.exports,
      partings: this.#mediator.partings,
      merges: entries.reduce((sum, entry) => sum + (entry.name === '(merge)' ? 1 : 0), 0),
      entered: total('entered'),
      received: this.truth.received.size,
      unknown: total('unknown'),
      checked: this.#auditor.checked,
      replayed: this.#auditor.replayed,
      breaches: this.truth.breaches.slice(0, 10),
    }
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
