// Files of the definitions folder while somebody edits them: what each says with its draft, what was typed since, and the keeping of that as a draft a
// moment after the last letter. What somebody else does to them meanwhile is shown where nobody typed here, and asked about where somebody did. Whoever was
// slower than somebody else is asked; nothing is overwritten.

import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type AnswerOf, ask } from '../client/ask.ts'
import { untilBack } from '../client/connection.ts'
import { asProblem, type Problem } from '../client/problem.ts'
import { refresh } from '../client/use-ask.ts'
import { after } from '../kit/clock.ts'
import type { Elsewhere } from './changed-elsewhere.tsx'
import { draftFileKey, draftFileQuestion, lookMs } from './draft-file.ts'

export type DraftFile = AnswerOf<'GET /definitions/file'>
type Texts = Readonly<Record<string, string>>

export interface DraftFiles {
  readonly isPending: boolean
  /** Why a file could not be read. */
  readonly error: Problem | undefined
  /** What a file is to say now; undefined while it is not here yet. */
  textOf(path: string): string | undefined
  fileOf(path: string): DraftFile | undefined
  edit(path: string, text: string): void
  /** What was typed since the page was opened, kept or not: what a preview shows. */
  readonly typed: Texts
  readonly state: 'kept' | 'keeping' | 'waiting'
  /** Why it was not kept. */
  readonly problem: Problem | undefined
  /** Keeps what was typed over the draft of somebody else. */
  keepMine(): void
  /** Drops what was typed, and shows what is there. */
  takeTheirs(): void
  /** Keeps everything at once. */
  flush(): Promise<void>
  /** Somebody changed one of them in another tab, or on disk. */
  readonly elsewhere: Elsewhere | undefined
}

const quietMs = 900

/** The files at these paths. */
export function useDraftFiles(paths: readonly string[]): DraftFiles {
  const client = useQueryClient()
  const read = useQueries({
    queries: paths.map((path) => ({ ...draftFileQuestion(path), refetchInterval: lookMs })),
  })
  const keeping = useKeeping(useCallback((path: string) => client.getQueryData<DraftFile>(draftFileKey(path)), [client]))
  const { typed, edit, drop } = keeping
  const failed = read.find(({ error }) => error !== null)?.error
  // Taken from the results, because a page is drawn anew for what it took from them alone.
  const contents = new Map(read.flatMap(({ data }, index) => (data === undefined ? [] : [[paths[index] as string, data] as const])))
  const { elsewhere, forgetWhile } = useElsewhere(contents, keeping)
  return {
    ...keeping,
    elsewhere,
    isPending: read.some(({ isPending }) => isPending),
    error: failed === undefined || failed === null ? undefined : asProblem(failed),
    textOf: (path) => {
      const file = contents.get(path)
      return typed[path] ?? (file === undefined ? undefined : saidBy(file))
    },
    fileOf: (path) => contents.get(path),
    edit,
    takeTheirs: () => {
      drop()
      void forgetWhile(() => refresh(client, ['/definitions/file', '/templates']))
    },
  }
}

function saidBy(file: DraftFile): string {
  return file.drafted?.text ?? file.text ?? ''
}

function revisionOf(file: DraftFile | undefined): number {
  return file?.draft?.revision ?? 0
}

/** What others did: of a file in which something was typed here it is asked, of the others it is shown already. */
function useElsewhere(
  contents: ReadonlyMap<string, DraftFile>,
  { typed, isAnswered, state, problem, follow, drop }: Keeping,
): { readonly elsewhere: Elsewhere | undefined; forgetWhile(work: () => Promise<void>): Promise<void> } {
  const client = useQueryClient()
  const seen = useRef(new Map<string, string>())
  const [shown, setShown] = useState<{ readonly by: string | null; readonly typed: Texts } | undefined>()
  const isForgetting = useRef(false)
  const isAtRest = state === 'kept' && problem === undefined
  useEffect(() => {
    for (const [path, file] of contents) {
      const text = saidBy(file)
      const before = seen.current.get(path)
      seen.current.set(path, text)
      if (typed[path] !== undefined) {
        if (isAtRest && text === typed[path]) follow(path, file)
      } else if (before !== undefined && before !== text && !isForgetting.current) {
        setShown({ by: file.draft?.by ?? null, typed })
        void refresh(client, ['/templates'])
      }
    }
  })
  const asked = isAtRest
    ? [...contents].find(([path, file]) => typed[path] !== undefined && typed[path] !== saidBy(file) && !isAnswered(path, file))
    : undefined
  const forgetWhile = async (work: () => Promise<void>): Promise<void> => {
    isForgetting.current = true
    setShown(undefined)
    await work().finally(() => {
      isForgetting.current = false
    })
  }
  if (asked !== undefined) {
    const [path, file] = asked
    return { elsewhere: { by: file.draft?.by ?? null, take: () => drop(path) }, forgetWhile }
  }
  // Whoever types on has read it.
  return { elsewhere: shown !== undefined && shown.typed === typed ? { by: shown.by, take: undefined } : undefined, forgetWhile }
}

interface Keeping extends Pick<DraftFiles, 'typed' | 'state' | 'problem' | 'edit' | 'keepMine' | 'flush'> {
  /** Forgets what was typed: in this file, or everywhere. */
  drop(path?: string): void
  /** Whether the file is as it was when what was typed here was kept, or began. */
  isAnswered(path: string, file: DraftFile): boolean
  /** Goes on from the file as it is. */
  follow(path: string, file: DraftFile): void
}

/** What was typed, and its keeping. */
function useKeeping(fileOf: (path: string) => DraftFile | undefined): Keeping {
  const client = useQueryClient()
  const [typed, setTyped] = useState<Texts>({})
  const [isWaiting, setWaiting] = useState(false)
  const [isKeeping, setKeeping] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()
  /** What is not kept yet. */
  const unsaved = useRef<Texts>({})
  /** The revision of the draft that what was typed goes on from. */
  const from = useRef<Readonly<Record<string, number>>>({})
  const follow = useCallback((path: string, file: DraftFile | undefined): void => {
    from.current = { ...from.current, [path]: revisionOf(file) }
  }, [])
  const work = useRef<Promise<void>>(Promise.resolve())
  const setUnsaved = useCallback((next: Texts): void => {
    unsaved.current = next
    setWaiting(Object.keys(next).length > 0)
  }, [])
  const keepAll = useCallback(
    async (isMine: boolean): Promise<void> => {
      for (const [path, text] of Object.entries(unsaved.current)) {
        const revision = isMine ? {} : { revision: from.current[path] ?? 0 }
        const kept = await ask('PUT /drafts', { body: { path, text, ...revision } })
        // What was asked before is answered too late.
        await client.cancelQueries({ queryKey: draftFileKey(path) })
        client.setQueryData(draftFileKey(path), kept)
        follow(path, kept)
        const { [path]: now, ...rest } = unsaved.current
        if (now === text) setUnsaved(rest)
      }
      await client.invalidateQueries({ predicate: ({ queryKey }) => ['/definitions', '/templates', '/templates/{template}'].includes(String(queryKey[0])) })
    },
    [client, follow, setUnsaved],
  )
  const keep = useCallback(
    (isMine: boolean): Promise<void> => {
      work.current = work.current.then(async () => {
        if (Object.keys(unsaved.current).length === 0) return
        setKeeping(true)
        setProblem(undefined)
        await keepPatiently(() => keepAll(isMine)).catch((error: unknown) => setProblem(asProblem(error)))
        setKeeping(false)
      })
      return work.current
    },
    [keepAll],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter begins the wait anew
  useEffect(() => (isWaiting && problem === undefined ? after(quietMs, () => void keep(false)) : undefined), [isWaiting, typed, problem, keep])
  // Whoever leaves the page has typed it all the same.
  useEffect(() => () => void keep(false), [keep])
  return {
    typed,
    state: isKeeping ? 'keeping' : isWaiting ? 'waiting' : 'kept',
    problem,
    isAnswered: (path, file) => from.current[path] === revisionOf(file),
    follow,
    edit: (path, text) => {
      if (typed[path] === undefined && unsaved.current[path] === undefined) follow(path, fileOf(path))
      setTyped((before) => ({ ...before, [path]: text }))
      setUnsaved({ ...unsaved.current, [path]: text })
    },
    drop: (path) => {
      const left = (texts: Texts): Texts => (path === undefined ? {} : Object.fromEntries(Object.entries(texts).filter(([one]) => one !== path)))
      setTyped(left)
      setUnsaved(left(unsaved.current))
      setProblem(undefined)
    },
    keepMine: () => void keep(true),
    flush: () => keep(false),
  }
}

/** While the server is away, what is to be kept waits for it; the frame says so. */
async function keepPatiently(keepAll: () => Promise<void>): Promise<void> {
  try {
    await keepAll()
  } catch (error) {
    if (asProblem(error).code !== 'unreachable') throw error
    await untilBack()
    await keepPatiently(keepAll)
  }
}
