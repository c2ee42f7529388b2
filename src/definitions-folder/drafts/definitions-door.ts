// The door of the definitions folder: shows its files with what they hold, keeps drafts of them beside it, checks drafts by the very code that reads the
// folder, and publishes them. A draft whose file says the same by now is none any more, whoever wrote the file. Wishes are done one after another.

import { resolve } from 'node:path'
import {
  type DefinitionFile,
  type DefinitionFolder,
  type DefinitionsDoor,
  type DraftCheck,
  type DraftWish,
  type FileProblem,
  type HeldDefinition,
  type OneDefinitionFile,
  type Refused,
  refusedFor,
} from '../../api/admin/definitions-door.ts'
import { documentKind } from '../../authoring/authored-schemas.ts'
import { readDefinitionFile } from '../../authoring/definition-files.ts'
import { limits } from '../../model/limits.ts'
import { mistake } from '../../model/mistake.ts'
import { readPublished } from '../../runtime/publishing/published.ts'
import type { DraftChange, Store } from '../../runtime/store.ts'
import { checkDefinitions, checkUntested, type LooksAhead, type PublishedFolder } from '../definitions-folder.ts'
import { failureSaid, runTests } from '../trigger-tests.ts'
import { formatOf, pathProblem } from './definition-path.ts'
import { FileConflict, hashOf, readFolder, whyNotWritable, writeFiles } from './folder-files.ts'
import { chosenOf, conflictOf, type FolderView, isConflict, missing, overlayOf, sizeProblem, standsInTheWay, stateOf, textOf } from './folder-view.ts'

export interface DefinitionsDoorOptions {
  readonly folder: string
  /** Folders and files that are not the definitions', wherever they lie, such as the data folder. */
  readonly apart: readonly string[]
  readonly store: Pick<Store, 'drafts' | 'setting'>
  readonly record: (drafts: readonly DraftChange[]) => Promise<void>
  readonly now: () => number
  /** Without it no server runs, and nothing is published. */
  readonly published?: Pick<PublishedFolder, 'publishWritten' | 'workspace'>
  /** What history says against definitions, after so long at most. */
  readonly ahead?: LooksAhead
}

export function definitionsDoor(options: DefinitionsDoorOptions): DefinitionsDoor {
  return new Door(options)
}

class Door implements DefinitionsDoor {
  readonly #options: DefinitionsDoorOptions
  #last: Promise<unknown> = Promise.resolve()
  #checked: { readonly of: string; readonly problems: Promise<readonly FileProblem[]> } | undefined
  readonly #held = new Map<string, { readonly hash: string; readonly documents: OneDefinitionFile['documents'] }>()

  constructor(options: DefinitionsDoorOptions) {
    this.#options = options
  }

  async list(): Promise<DefinitionFolder> {
    const view = await this.#view()
    const files = await this.#lines(view)
    const publish = (this.#options.published?.workspace().publish ?? 'on-save') as DefinitionFolder['publish']
    return { locked: whyNotWritable(this.#options.folder) ?? null, publish, files, problems: await this.#problems(view) }
  }

  async read(path: string): Promise<OneDefinitionFile | Refused> {
    const view = await this.#view()
    return this.#read(view, path)
  }

  async readJourney(journey: string): Promise<OneDefinitionFile | Refused> {
    const view = await this.#view()
    const file = (await this.#lines(view)).find(({ holds }) => holds.some(({ kind, name }) => kind === 'journey' && name === journey))
    return file === undefined ? { refused: 'missing', because: mistake('no-file-of-journey', { name: journey }) } : this.#read(view, file.path)
  }

  keep(wish: DraftWish): Promise<OneDefinitionFile | Refused> {
    return this.#inTurn(async () => {
      const view = await this.#view()
      const refused = this.#whyNot(view, wish)
      if (refused !== undefined) return refused
      await this.#options.record([this.#drafted(view, wish)])
      return this.#read(await this.#view(), wish.path)
    })
  }

  keepTogether(wishes: readonly DraftWish[], over: 'nothing' | 'drafts'): Promise<readonly string[] | Refused> {
    return this.#inTurn(async () => {
      let view = await this.#view()
      const changes: DraftChange[] = []
      for (const wish of wishes) {
        const standing = view.drafts.get(wish.path)
        if (standing !== undefined && over === 'nothing') return standsInTheWay(standing)
        const refused = this.#whyNot(view, wish)
        if (refused !== undefined) return refused
        const change = this.#drafted(view, wish)
        changes.push(change)
        if (!('gone' in change)) view = { ...view, drafts: new Map(view.drafts).set(wish.path, change) }
      }
      await this.#options.record(changes)
      return wishes.map(({ path }) => path)
    })
  }

  rename({ from, to, by }: { readonly from: string; readonly to: string; readonly by: string }): Promise<OneDefinitionFile | Refused> {
    return this.#inTurn(async () => {
      const view = await this.#view()
      const text = textOf(view, from)
      if (text === undefined) return missing(from)
      if (textOf(view, to) !== undefined) return { refused: 'conflict', because: mistake('file-there-already', { path: to }) }
      const wishes = [
        { path: to, text, by },
        { path: from, text: null, by },
      ]
      for (const wish of wishes) {
        const refused = this.#whyNot(view, wish)
        if (refused !== undefined) return refused
      }
      const gone = { path: from, gone: true } as const
      await this.#options.record([this.#drafted(view, wishes[0] as DraftWish), view.files.has(from) ? this.#drafted(view, wishes[1] as DraftWish) : gone])
      return this.#read(await this.#view(), to)
    })
  }

  discard(paths: readonly string[]): Promise<readonly string[] | Refused> {
    return this.#inTurn(async () => {
      const { drafts } = await this.#view()
      const unknown = paths.find((path) => !drafts.has(path))
      if (unknown !== undefined) return { refused: 'missing', because: mistake('no-draft-of', { path: unknown }) }
      await this.#options.record(paths.map((path) => ({ path, gone: true })))
      return paths
    })
  }

  async countDrafts(): Promise<number> {
    return (await this.#view()).drafts.size
  }

  async check({ paths, withTests, historyMs }: Parameters<DefinitionsDoor['check']>[0]): Promise<DraftCheck | Refused> {
    const view = await this.#view()
    const chosen = chosenOf(view, paths)
    if ('refused' in chosen) return chosen
    const unsaved = overlayOf(chosen.drafts)
    const { folder, ahead } = this.#options
    const { definitions, problems, locate } = await checkDefinitions(folder, unsaved)
    const isGood = definitions !== undefined
    const found = definitions === undefined || historyMs === undefined ? undefined : await ahead?.(definitions, historyMs)
    const shown = [...problems, ...(found?.problems.map(locate) ?? [])].slice(0, limits.adminPage)
    const history = found === undefined ? 'none' : found.state === 'ready' ? 'looked at' : found.state
    const untested = withTests ? (definitions ?? (await checkUntested(folder, unsaved)).definitions) : undefined
    if (untested === undefined) return { isGood, problems: shown, history, tests: null }
    const { outcomes } = await runTests(folder, untested, { unsaved })
    const failed = outcomes.flatMap(({ name, failures: [first] }) =>
      first === undefined ? [] : [{ name, file: first.place.file, line: first.place.line, said: failureSaid(name, first) }],
    )
    return { isGood, problems: shown, history, tests: { passed: outcomes.length - failed.length, failed: failed.slice(0, limits.adminPage) } }
  }

  publish({ paths, choices, mode }: Parameters<DefinitionsDoor['publish']>[0]): ReturnType<DefinitionsDoor['publish']> {
    return this.#inTurn(async () => {
      const { folder, published, record } = this.#options
      if (published === undefined) return { refused: 'conflict', because: mistake('publish-at-server') }
      const view = await this.#view()
      const chosen = chosenOf(view, paths)
      if ('refused' in chosen) return chosen
      if (chosen.drafts.length === 0) return { refused: 'missing', because: mistake('no-draft-to-publish') }
      const conflicts = chosen.drafts.filter((draft) => isConflict(view, draft))
      if (conflicts.length > 0) return conflictOf(conflicts.map(({ path }) => path))
      const { definitions, problems, locate } = await checkDefinitions(folder, overlayOf(chosen.drafts))
      if (definitions === undefined) return refusedFor(problems, 'drafts-have-mistakes')
      try {
        const answer = await published.publishWritten({
          definitions,
          checked: { definitions, problems, locate },
          choices,
          mode,
          write: () => writeFiles(folder, chosen.drafts),
        })
        if ('questions' in answer) return { refused: 'conflict', because: answer.questions.join('; ') }
        if (mode === 'publish') await record(chosen.drafts.map(({ path }) => ({ path, gone: true })))
        return answer
      } catch (error) {
        if (error instanceof FileConflict) return conflictOf(error.paths)
        if (isWritingFailure(error)) return { refused: 'conflict', because: mistake('folder-not-writable', { code: String(error.code) }) }
        throw error
      }
    })
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const run = this.#last.then(work)
    this.#last = run.catch(() => {})
    return run
  }

  async #view(): Promise<FolderView> {
    const [files, drafts] = await Promise.all([readFolder(this.#options.folder, this.#options.apart), this.#options.store.drafts()])
    const byPath = new Map(files.map((file) => [file.path, file]))
    const standing = drafts.filter(({ path, text }) => (byPath.get(path)?.text ?? null) !== text)
    return { files: byPath, drafts: new Map(standing.map((draft) => [draft.path, draft])) }
  }

  async #versions(): Promise<ReadonlyMap<string, number>> {
    const live = (await readPublished(this.#options.store))?.journeys.filter((one) => one.live) ?? []
    return new Map(live.map(({ definition, version }) => [definition.journey, version]))
  }

  /** Files and drafts of files, in order of path. */
  async #lines(view: FolderView): Promise<readonly DefinitionFile[]> {
    const versions = await this.#versions()
    const paths = [...new Set([...view.files.keys(), ...view.drafts.keys()])].sort()
    return Promise.all(paths.map((path) => this.#line(view, path, versions)))
  }

  async #line(view: FolderView, path: string, versions: ReadonlyMap<string, number>): Promise<DefinitionFile> {
    const file = view.files.get(path)
    const draft = view.drafts.get(path)
    const documents = await this.#documents(view, path)
    // A draft that cannot be read, because somebody is in the middle of a line, still belongs to what its file says.
    const read = documents.length === 0 && draft?.text != null && file !== undefined ? await this.#documentsIn(path, file.text) : documents
    const holds = read.flatMap(({ kind, name, line }): HeldDefinition[] =>
      kind === null || name === null ? [] : [{ kind, name, line, version: kind === 'journey' ? (versions.get(name) ?? null) : null }],
    )
    return {
      path,
      format: formatOf(path) ?? 'text',
      hash: file?.hash ?? null,
      bytes: file?.bytes ?? 0,
      locked: this.#locked(view, path) ?? null,
      holds,
      draft: draft === undefined ? null : stateOf(view, draft),
    }
  }

  async #read(view: FolderView, path: string): Promise<OneDefinitionFile | Refused> {
    if (textOf(view, path) === undefined && !view.drafts.has(path)) return missing(path)
    const draft = view.drafts.get(path)
    const problems = await this.#problems(view)
    return {
      ...(await this.#line(view, path, await this.#versions())),
      text: view.files.get(path)?.text ?? null,
      drafted: draft === undefined ? null : { text: draft.text, base: draft.base },
      documents: await this.#documents(view, path),
      problems: problems.filter(({ file }) => file === path),
    }
  }

  /** What a file with its draft holds, as it is written: also what would not pass the check. */
  async #documents(view: FolderView, path: string): Promise<OneDefinitionFile['documents']> {
    const text = textOf(view, path)
    return text === undefined ? [] : this.#documentsIn(path, text)
  }

  async #documentsIn(path: string, text: string): Promise<OneDefinitionFile['documents']> {
    const format = formatOf(path)
    if (!(format === 'yaml' || format === 'json' || format === 'typescript')) return []
    const hash = hashOf(text)
    const known = this.#held.get(path)
    if (known?.hash === hash) return known.documents
    const { documents } = await readDefinitionFile({ folder: this.#options.folder, file: path, unsaved: new Map([[path, text]]) })
    const held = documents.map(({ value, locate }) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
      // A test names the journey that it is about, and holds none.
      const kind = isObject && !Object.hasOwn(value, 'test') ? documentKind(value) : undefined
      const name = kind === undefined ? undefined : (value as Record<string, unknown>)[kind]
      return { kind: kind ?? null, name: typeof name === 'string' ? name : null, line: locate([]).line, value }
    })
    this.#held.set(path, { hash, documents: held })
    return held
  }

  /** Of everything with all drafts; found once for each state of the folder. */
  #problems({ files, drafts }: FolderView): Promise<readonly FileProblem[]> {
    const of = JSON.stringify([
      [...files.values()].map(({ path, hash }) => [path, hash]),
      [...drafts.values()].map(({ path, revision, at }) => [path, revision, at]),
    ])
    if (this.#checked?.of !== of) {
      const problems = checkDefinitions(this.#options.folder, overlayOf([...drafts.values()])).then((checked) => checked.problems.slice(0, limits.adminPage))
      this.#checked = { of, problems }
      problems.catch(() => (this.#checked = undefined))
    }
    return this.#checked.problems
  }

  #locked({ files }: FolderView, path: string): string | undefined {
    if (formatOf(path) === 'typescript') return pathProblem(path)
    const file = files.get(path)
    if (file?.isLinked === true) return 'it is a link to another place: change what it leads to'
    return whyNotWritable(this.#options.folder) ?? (file === undefined ? undefined : whyNotWritable(this.#options.folder, path))
  }

  #whyNot(view: FolderView, { path, text, revision, base }: DraftWish): Refused | undefined {
    const because = pathProblem(path) ?? this.#locked(view, path) ?? this.#apart(path) ?? sizeProblem(view, { path, text })
    if (because !== undefined) return { refused: 'not allowed', because: `${path}: ${because}` }
    const draft = view.drafts.get(path)
    if (revision !== undefined && revision !== (draft?.revision ?? 0)) {
      const another = draft === undefined ? mistake('draft-is-gone', { path }) : mistake('draft-is-another', { path, by: draft.by })
      return { refused: 'conflict', because: another }
    }
    if (text === null && draft === undefined && !view.files.has(path)) return missing(path)
    const alike = [...view.files.keys(), ...view.drafts.keys()].find((one) => one !== path && one.toLowerCase() === path.toLowerCase())
    if (alike !== undefined && textOf(view, alike) !== undefined) return { refused: 'conflict', because: mistake('file-alike', { path: alike }) }
    if (typeof base === 'string' && draft === undefined && view.files.get(path)?.hash !== base) return conflictOf([path])
    if (base === null && draft === undefined && view.files.has(path)) return { refused: 'conflict', because: mistake('file-there-already', { path }) }
    return undefined
  }

  /** A file that lies where the server keeps its own is never written, even when it is not there yet. */
  #apart(path: string): string | undefined {
    const { folder, apart } = this.#options
    const way = resolve(folder, path).toLowerCase()
    const isApart = apart.some((one) => `${way}/`.startsWith(`${resolve(one).toLowerCase()}/`))
    return isApart ? 'the server keeps its own files there' : undefined
  }

  #drafted(view: FolderView, { path, text, base, by }: DraftWish): DraftChange {
    const before = view.drafts.get(path)
    const file = view.files.get(path)
    // What says the same as the file is no draft.
    if ((file?.text ?? null) === text) return { path, gone: true }
    const from = base !== undefined ? base : before !== undefined ? before.base : (file?.hash ?? null)
    return { path, text, base: from, revision: (before?.revision ?? 0) + 1, by, at: this.#options.now() }
  }
}

function isWritingFailure(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(String(error.code))
}
