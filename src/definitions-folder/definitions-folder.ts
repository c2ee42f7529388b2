// The definitions folder and what is in force: read and checked as a whole, the source that a server starts with, and its publication by a save or by
// a command. It decides nothing about people; the publisher does what was chosen.

import type { PublishDoor } from '../api/admin/admin-route.ts'
import { refusedFor, type ToldStatus } from '../api/admin/definitions-door.ts'
import type { UnsavedFiles } from '../authoring/definition-files.ts'
import { type LoadedDefinitions, loadDefinitions } from '../authoring/load-definitions.ts'
import { nearestName } from '../authoring/nearest-name.ts'
import { type LocatedProblem, problemText } from '../authoring/source-document.ts'
import { watchDefinitions } from '../authoring/watch-definitions.ts'
import { catalogueNameProblems } from '../content/catalogue-name-problems.ts'
import { compilePages } from '../content/compile-pages.ts'
import { sampleProblems } from '../content/sample-problems.ts'
import { templateProblems } from '../content/template-problems.ts'
import { brandProblems } from '../engine/brand-problems.ts'
import { catalogueProblems } from '../engine/catalogue-problems.ts'
import { compile, sourceOf } from '../engine/compile.ts'
import { spellingProblems } from '../engine/event-spellings.ts'
import { hookProblems } from '../engine/hook-problems.ts'
import { marketingProblems } from '../engine/marketing-rules.ts'
import { pageWordsProblems } from '../engine/page-words-problems.ts'
import type { ProgramSource } from '../engine/program.ts'
import { propertyPathProblems } from '../engine/property-paths.ts'
import { templateLanguageProblems } from '../engine/template-language-problems.ts'
import type { Definitions, Problem, Workspace } from '../model/definitions.ts'
import { OncueError } from '../model/errors.ts'
import type { PublishStatus } from '../model/publication.ts'
import type { Clock } from '../runtime/clock.ts'
import { nextSource, readPublished } from '../runtime/publishing/published.ts'
import { Publisher, type PublisherOptions, type PublishWork, stayingPeople } from '../runtime/publishing/publisher.ts'
import type { Store } from '../runtime/store.ts'
import { Sweep } from '../runtime/writing/sweep.ts'
import { type MistakenFile, mistakenFile } from './mistaken-files.ts'
import { ownHeadProblems, ownHeadSampleProblems } from './own-head-problems.ts'
import { requiredTests } from './trigger-tests.ts'

/** Reads a definitions folder and checks all of it: form, names, conditions, templates, and the tests where the workspace demands that they pass. */
export async function checkDefinitions(folder: string, unsaved?: UnsavedFiles): Promise<LoadedDefinitions> {
  const { definitions, ...checked } = await checkUntested(folder, unsaved)
  if (definitions === undefined) return checked
  const failed = await requiredTests(folder, definitions, unsaved)
  const problems = [...checked.problems, ...failed]
  return failed.length > 0 ? { ...checked, problems } : { ...checked, definitions, problems }
}

/** The same without the tests; what is not saved yet stands in the place of files. */
export async function checkUntested(folder: string, unsaved?: UnsavedFiles): Promise<LoadedDefinitions> {
  const loaded = await loadDefinitions(folder, unsaved)
  if (loaded.definitions === undefined) return loaded
  const pages = await compilePages(loaded.definitions)
  const definitions = { ...loaded.definitions, templates: pages.templates }
  const found = [
    ...pages.problems,
    ...compile(sourceOf(definitions)).problems,
    ...definitions.templates.flatMap(templateProblems),
    ...catalogueProblems(definitions),
    ...definitions.templates.flatMap((template) => catalogueNameProblems(template, { collections: definitions.collections ?? [], nearest: nearestName })),
    ...ownHeadProblems(definitions),
    ...marketingProblems(definitions),
    ...brandProblems(definitions),
    ...hookProblems(definitions.workspace),
    ...pageWordsProblems(definitions),
    ...templateLanguageProblems(definitions),
    ...spellingProblems(definitions),
    ...propertyPathProblems(definitions),
  ]
  if (!found.some(({ severity }) => severity === 'error')) found.push(...(await sampleProblems(definitions)), ...(await ownHeadSampleProblems(definitions)))
  const problems: readonly LocatedProblem[] = [...loaded.problems, ...found.map((problem) => loaded.locate(problem))]
  const { definitions: _, ...rest } = loaded
  return problems.some((problem) => problem.severity === 'error') ? { ...rest, problems } : { ...rest, definitions, problems }
}

/**
 * What a server starts with: what the folder says or, where publishing is a command or the files have mistakes, what was published last. A machine that
 * comes back from a power cut takes events in, whatever somebody saved the evening before. Throws `definitions-invalid` where there is nothing to start with.
 */
export async function startingSource(store: Store, from: { folder: string; loaded: LoadedDefinitions; now: number }): Promise<ProgramSource> {
  const published = await readPublished(store)
  if (published !== undefined && (published.workspace.publish === 'by-command' || hasMistakes(from.loaded))) return published
  const definitions = definitionsOrThrow(from.folder, from.loaded)
  const isTakenOver = await Sweep.isDone(store, published)
  return nextSource(published, definitions, await store.counts(), { at: from.now, isTakenOver })
}

/** The folder of a workspace is there, and what it says cannot be put in force. One that is not there was not named as it is called, or not mounted. */
function hasMistakes({ definitions, problems }: LoadedDefinitions): boolean {
  return definitions === undefined && !problems.some(({ code }) => code === 'folder/missing' || code === 'workspace/missing')
}

function definitionsOrThrow(folder: string, { definitions, problems }: LoadedDefinitions): Definitions {
  if (definitions !== undefined) return definitions
  const errors = problems.filter((problem) => problem.severity === 'error')
  const [first] = errors
  throw new OncueError('definitions-invalid', { folder, count: errors.length, first: first === undefined ? 'unknown' : problemText(first) })
}

export interface PublishedFolderOptions extends Omit<PublisherOptions, 'clock'> {
  readonly folder: string
  readonly loaded: LoadedDefinitions
  /** What is in force at the start. */
  readonly source: ProgramSource
  readonly clock: Clock
  readonly logger: Record<'info' | 'warn' | 'error', (what: object, message: string) => void>
  /** Told of everything that comes into force, to predict what it will do. */
  readonly forecasts?: { start(): void; inForce(): Promise<void>; ahead: LooksAhead; close(): Promise<void> }
}

/** What history says against definitions, as far as it is known after so long. */
export type LooksAhead = (
  definitions: Definitions,
  waitMs: number,
) => Promise<{ readonly state: 'reading' | 'ready' | 'failed'; readonly problems: readonly Problem[] }>

export interface PublishedFolder {
  /** For the admin doors. */
  readonly door: PublishDoor
  /** Puts drafts in force that are written into the folder on the way; `questions` when something has to be said before, with nothing written. */
  publishWritten(work: WrittenWork): Promise<ToldStatus | { readonly questions: readonly string[] }>
  /** The workspace that is in force. */
  workspace(): Workspace
  /** The workspace and the templates that are in force. */
  inForce(): ProgramSource
  /** Publishes what is saved from now on, unless that is left to a command. */
  watch(): void
  /** Watches no longer and waits for what is being published. */
  close(): Promise<void>
}

export interface WrittenWork extends PublishWork {
  readonly definitions: Definitions
  /** What the check said of them. */
  readonly checked: LoadedDefinitions
  /** Makes the files what the definitions were read from, in one turn. Not called for a dry run. */
  readonly write: () => void
}

const startedWithout = 'a definition has a mistake; the server started with what was published before'
/** Whoever mends needs the first of them; `oncue validate` lists all. */
const mostTold = 20

/** Publishes a folder. */
export function publishFolder(options: PublishedFolderOptions): PublishedFolder {
  const { folder, loaded, store, clock, logger } = options
  let inForce: ProgramSource = options.source
  const publisher = new Publisher(options)
  // What was published last, or asked about, with what the check said.
  let looked: LoadedDefinitions | undefined
  const told = async (): Promise<ToldStatus> => {
    const status = await publisher.status()
    if (looked?.definitions === undefined || status.state === 'none') return { ...status, warnings: [], history: 'none' }
    const ahead = await options.forecasts?.ahead(looked.definitions, 0)
    const history = ahead === undefined ? 'none' : ahead.state === 'ready' ? 'looked at' : ahead.state
    return { ...status, warnings: [...looked.problems, ...(ahead?.problems.map(looked.locate) ?? [])], history }
  }
  const publish = async (work: PublishWork): Promise<PublishStatus> => {
    const status = await publisher.publish(work)
    if (status.state !== 'in force') return status
    inForce = (await readPublished(store)) ?? inForce
    void options.forecasts?.inForce()
    logger.info({ publication: status.publication?.number, by: status.publication?.by }, 'new definitions are in force')
    return status
  }
  // Publishing by command leaves files half done on purpose, but what a server finds at its start is meant.
  let mistaken: MistakenFile | undefined = mistakenFile(folder, loaded)
  // What was just written and published need not be published again because it was written.
  let written: string | undefined
  const saved = async (checked: LoadedDefinitions): Promise<void> => {
    const isWritten = written !== undefined && JSON.stringify(checked.definitions) === written
    written = undefined
    if (isWritten) return
    mistaken = inForce.workspace.publish === 'by-command' ? undefined : mistakenFile(folder, checked)
    for (const problem of checked.problems) logger.warn({ place: problemText(problem) }, 'a definition needs attention; the ones before stay in force')
    if (checked.definitions === undefined) return
    if (inForce.workspace.publish === 'by-command') return logger.info({ folder }, 'definitions were saved; `oncue publish` puts them in force')
    looked = checked
    await publish({ definitions: checked.definitions, choices: { ...stayingPeople, by: 'a saved file' }, mode: 'publish' })
  }
  let close = (): void => {}
  return {
    door: {
      publish: async (request) => {
        const checked = request.choices.rollbackTo === undefined ? await checkDefinitions(folder) : undefined
        if (checked !== undefined && checked.definitions === undefined) return refusedFor(checked.problems)
        await publisher.idle()
        looked = checked
        // What went wrong is told to whoever asks how far it is.
        publish({ definitions: checked?.definitions ?? 'in force', ...request }).catch(() => {})
        return told()
      },
      status: async (waitMs = 0) => {
        if (waitMs > 0) {
          const { promise, resolve } = Promise.withResolvers<void>()
          const forget = clock.at(clock.now() + waitMs, resolve)
          await Promise.race([publisher.idle(), promise])
          forget()
        }
        return told()
      },
      howFar: () => publisher.status(),
      mistaken: () => mistaken,
    },
    async publishWritten({ write, checked, ...work }) {
      await publisher.idle()
      const questions = work.mode === 'publish' ? await publisher.questions(work) : []
      if (questions.length > 0) return { questions }
      if (work.mode === 'publish') {
        write()
        written = JSON.stringify(work.definitions)
      }
      looked = checked
      // What went wrong is told to whoever asks how far it is.
      publish(work).catch(() => {})
      return told()
    },
    workspace: () => inForce.workspace,
    inForce: () => inForce,
    watch: () => {
      options.forecasts?.start()
      if (loaded.definitions === undefined)
        for (const problem of loaded.problems.slice(0, mostTold)) logger.warn({ place: problemText(problem) }, startedWithout)
      const watcher = watchDefinitions(folder, loaded, {
        load: (changed) => checkDefinitions(changed),
        settle: (callback) => clock.at(clock.now() + 50, callback),
        onLoaded: (changed) => {
          saved(changed).catch((error: unknown) => {
            logger.error({ reason: String(error) }, 'changed definitions could not be put in force; the ones before stay')
          })
        },
        onError: (error) => logger.warn({ reason: error.message }, 'the definitions folder cannot be watched until it is there again'),
      })
      close = () => watcher.close()
    },
    async close() {
      close()
      await publisher.idle()
      await options.forecasts?.close()
    },
  }
}
