// Files of the definitions folder while somebody edits them: what each says with its draft, what was typed since, and the keeping of that as a draft a
// moment after the last letter. Whoever was slower than somebody else is asked; nothing is overwritten.

import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type AnswerOf, ask } from '../client/ask.ts'
import { untilBack } from '../client/connection.ts'
import { asProblem, type Problem } from '../client/problem.ts'
import { refresh } from '../client/use-ask.ts'
import { after } from '../kit/clock.ts'
import { draftFileKey, draftFileQuestion } from './draft-file.ts'

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
}

const quietMs = 900

/** The files at these paths. */
export function useDraftFiles(paths: readonly string[]): DraftFiles {
  const client = useQueryClient()
  const read = useQueries({
    queries: paths.map((path) => ({ ...draftFileQuestion(path), refetchOnWindowFocus: false })),
  })
  const keeping = useKeeping(useCallback((path: string) => client.getQueryData<DraftFile>(draftFileKey(path)), [client]))
  const { typed, edit, drop } = keeping
  const failed = read.find(({ error }) => error !== null)?.error
  // Taken from the results, because a page is drawn anew for what it took from them alone.
  const contents = new Map(read.map(({ data }, index) => [paths[index], data]))
  return {
    ...keeping,
    isPending: read.some(({ isPending }) => isPending),
    error: failed === undefined || failed === null ? undefined : asProblem(failed),
    textOf: (path) => {
      const file = contents.get(path)
      return typed[path] ?? (file === undefined ? undefined : (file.drafted?.text ?? file.text ?? ''))
    },
    fileOf: (path) => contents.get(path),
    edit,
    takeTheirs: () => {
      drop()
      void refresh(client, ['/definitions/file', '/templates'])
    },
  }
}

interface Keeping extends Pick<DraftFiles, 'typed' | 'state' | 'problem' | 'edit' | 'keepMine' | 'flush'> {
  drop(): void
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
  const work = useRef<Promise<void>>(Promise.resolve())
  const setUnsaved = useCallback((next: Texts): void => {
    unsaved.current = next
    setWaiting(Object.keys(next).length > 0)
  }, [])
  const keepAll = useCallback(
    async (isMine: boolean): Promise<void> => {
      for (const [path, text] of Object.entries(unsaved.current)) {
        const revision = isMine ? {} : { revision: fileOf(path)?.draft?.revision ?? 0 }
        const kept = await ask('PUT /drafts', { body: { path, text, ...revision } })
        client.setQueryData(draftFileKey(path), kept)
        const { [path]: now, ...rest } = unsaved.current
        if (now === text) setUnsaved(rest)
      }
      await client.invalidateQueries({ predicate: ({ queryKey }) => ['/definitions', '/templates', '/templates/{template}'].includes(String(queryKey[0])) })
    },
    [client, fileOf, setUnsaved],
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
    edit: (path, text) => {
      setTyped((before) => ({ ...before, [path]: text }))
      setUnsaved({ ...unsaved.current, [path]: text })
    },
    drop: () => {
      setTyped({})
      setUnsaved({})
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
