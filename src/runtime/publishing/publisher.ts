// Publishes definitions, one publication after another: says what it would mean, has new memories filled and people counted while the old
// definitions stay in force, and puts the new ones in force in one instant. Everybody is brought up to them in the background after that.

import type { ProgramSource } from '../../engine/program.ts'
import type { Definitions } from '../../model/definitions.ts'
import type { Journey } from '../../model/journey.ts'
import { limits } from '../../model/limits.ts'
import type { Publication, PublicationPreview, PublishChoices, PublishStatus } from '../../model/publication.ts'
import type { Clock } from '../clock.ts'
import { theEngine } from '../engine.ts'
import type { Runtime } from '../runtime.ts'
import { readPaused } from '../stopping/pauses.ts'
import type { Store } from '../store.ts'
import { Sweep } from '../writing/sweep.ts'
import type { WriterThread } from '../writing/thread-messages.ts'
import { prepareInThread } from './prepare-in-thread.ts'
import { type OnProgress, type Preparation, type Prepared, prepare } from './prepare-publication.ts'
import { journeysOf, pastInstants, previewPublication, questionText } from './preview-publication.ts'
import { missingOf, type NextSource, nextSource, type Published, publicationAfter, readPublications, readPublished } from './published.ts'
import { countPutOff } from './put-off.ts'

export interface PublisherOptions {
  /** For reading. */
  readonly store: Store
  /** How a thread of its own opens the store; without it everything is prepared in this one. */
  readonly thread?: WriterThread
  readonly runtime: Pick<Runtime, 'publish'>
  readonly clock: Pick<Clock, 'now'>
  /** Instead of limits.fillFromEntries. */
  readonly fillFromEntries?: number
}

export interface PublishWork {
  /** in force: those that are, for going back to an older version of one journey. */
  readonly definitions: Definitions | 'in force'
  readonly choices: PublishChoices
  /** dry run: says what it would mean and changes nothing. */
  readonly mode: 'dry run' | 'publish'
}

export const stayingPeople = { people: 'stay', map: {}, existing: false } as const

interface Plan {
  readonly before: Published | undefined
  readonly source: ProgramSource
  readonly preview: PublicationPreview
  readonly preparation: Preparation
}

/** Nothing was published since the start. */
const nothing: PublishStatus = { state: 'none', isDryRun: false, done: 0, of: 0, preview: null, publication: null, problem: null }

export class Publisher {
  readonly #options: PublisherOptions
  #status: PublishStatus = nothing
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** How far the newest publication is; once it is in force, how many people have been brought up to it. */
  async status(): Promise<PublishStatus> {
    if (this.#status.state !== 'in force') return this.#status
    const { store } = this.#options
    return { ...this.#status, ...(await Sweep.progress(store, await readPublished(store))) }
  }

  /** Resolves with the status at its end: ready (after a dry run), in force, or refused. Begins when the one before is done. */
  publish(work: PublishWork): Promise<PublishStatus> {
    // Whoever asks how far it is right after this is not told of the one before.
    if (this.#waiting === 0) this.#status = { ...nothing, state: 'comparing', isDryRun: work.mode === 'dry run' }
    this.#waiting += 1
    const run = this.#last.then(() => this.#run(work)).finally(() => (this.#waiting -= 1))
    this.#last = run.catch(() => {})
    return run
  }

  /** What has to be said before it can be published; quick, because nobody is counted. */
  async questions(work: PublishWork): Promise<readonly string[]> {
    return (await this.#plan(work)).preview.questions
  }

  /** Resolves when nothing is being published. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #run(work: PublishWork): Promise<PublishStatus> {
    const isDryRun = work.mode === 'dry run'
    this.#status = { ...nothing, state: 'comparing', isDryRun }
    try {
      const plan = await this.#plan(work)
      let preview = plan.preview
      this.#status = { ...this.#status, preview }
      if (!isDryRun && preview.questions.length > 0) return this.#end({ state: 'refused', problem: preview.questions.join('; ') })
      const prepared = await this.#prepare(plan.preparation)
      preview = withExisting(preview, prepared.existing)
      // Reading history takes its time, and what was still to come at the beginning may have passed by now.
      const late = pastInstants({ before: plan.before, after: plan.source, now: this.#options.clock.now() })
      if (!isDryRun && late.length > 0) return this.#end({ state: 'refused', problem: late.map(questionText).join('; ') })
      if (isDryRun) return this.#end({ state: 'ready', preview })
      const how = { by: work.choices.by, ...(prepared.fill && { fill: prepared.fill }) }
      const publication: Publication = await this.#options.runtime.publish(plan.source, how)
      return this.#end({ state: 'in force', preview, publication })
    } catch (error) {
      this.#end({ state: 'refused', problem: error instanceof Error ? error.message : String(error) })
      throw error
    }
  }

  #end(end: Partial<PublishStatus>): PublishStatus {
    this.#status = { ...this.#status, ...end }
    return this.#status
  }

  async #plan(work: PublishWork): Promise<Plan> {
    const { store, clock, fillFromEntries = limits.fillFromEntries } = this.#options
    const before = await readPublished(store)
    const definitions = work.definitions === 'in force' ? definitionsOf(before) : work.definitions
    const { choices, mode } = work
    const counts = await store.counts()
    const isTakenOver = await Sweep.isDone(store, before)
    const rollback = choices.rollbackTo === undefined ? {} : { rollback: await this.#olderDefinition(choices) }
    const now = clock.now()
    const how: NextSource = { at: now, isTakenOver, ...rollback }
    const plain = nextSource(before, definitions, counts, how)
    const journeys = journeysOf({ before, after: plain, choices })
    const plansWith = (existing: boolean): NonNullable<NextSource['plans']> => journeys.map((journey) => ({ ...planOf(choices), journey, existing }))
    const source = nextSource(before, definitions, counts, { ...how, plans: plansWith(choices.existing) })
    const program = theEngine.compile(source)
    const missing = missingOf(program, publicationAfter(before, { program, isTakenOver }))
    const logEntries = (await store.last()).position
    const paused = new Set((await readPaused(store)).keys())
    const newMemories = missing?.length ?? program.memories.size
    const putOff = await countPutOff(store, { before, after: source, now })
    const preview = previewPublication({ before, after: source, counts, choices, putOff, newMemories, logEntries, paused, now })
    const surveyed = mode === 'dry run' ? nextSource(before, definitions, counts, { ...how, plans: plansWith(true) }) : undefined
    const hasEntrances = surveyed?.plans?.some(({ existing }) => existing) === true
    const preparation = { source, missing, isFilled: logEntries >= fillFromEntries, surveyed: hasEntrances ? surveyed : undefined, at: now }
    return { before, source, preview, preparation }
  }

  /** The definition of the version to go back to. */
  async #olderDefinition({ journey, rollbackTo }: PublishChoices) {
    const published = await readPublished(this.#options.store)
    const inForce = published?.journeys.find(({ definition, version }) => definition.journey === journey && version === rollbackTo)
    if (inForce !== undefined) return inForce.definition
    const versions = (await readPublications(this.#options.store)).flatMap((record) => record.journeys)
    const found = versions.find((one) => one.journey === journey && one.version === rollbackTo)
    if (found === undefined) throw new Error(`there is no version ${rollbackTo} of ${journey}`)
    return found.definition
  }

  #prepare(preparation: Preparation): Promise<Prepared> {
    const { store, thread } = this.#options
    const tell: OnProgress = (progress) => {
      this.#status = { ...this.#status, ...progress }
    }
    const isNothingToDo = (!preparation.isFilled || (preparation.missing ?? []).length === 0) && preparation.surveyed === undefined
    if (isNothingToDo) return Promise.resolve({ fill: undefined, existing: undefined })
    return thread === undefined ? prepare(store, preparation, tell) : prepareInThread(thread, preparation, tell)
  }
}

/** The definitions that were written when the source was published: of a journey that went back, what its file says. */
function definitionsOf(published: Published | undefined): Definitions {
  if (published === undefined) throw new Error('nothing was published yet')
  const { workspace, segments, templates, rollbacks = [] } = published
  const journeys = published.journeys
    .filter(({ live }) => live)
    .map(({ definition }) => {
      const rollback = rollbacks.find((one) => one.definition.journey === definition.journey)
      return rollback === undefined ? definition : (JSON.parse(rollback.instead) as Journey)
    })
  return { workspace, segments, templates, journeys }
}

function planOf({ people, map }: PublishChoices): Pick<PublishChoices, 'people' | 'map'> {
  return { people, map: people === 'move' ? map : {} }
}

function withExisting(preview: PublicationPreview, existing: Prepared['existing']): PublicationPreview {
  if (existing === undefined) return preview
  return { ...preview, journeys: preview.journeys.map((one) => ({ ...one, existing: existing[one.journey] ?? null })) }
}
