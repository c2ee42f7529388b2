// The one draft that canvas, outline and code edit: its text, undo and redo, and its way to the server a moment after each change. When somebody else
// was faster it says so and overwrites nothing.

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { untilBack } from '../../client/connection.ts'
import { asProblem, type Problem } from '../../client/problem.ts'
import { useAsk } from '../../client/use-ask.ts'
import { after, now as nowMs } from '../../kit/clock.ts'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import type { Elsewhere } from '../../shell/changed-elsewhere.tsx'
import { draftFileKey, lookMs } from '../../shell/draft-file.ts'
import { useMay } from '../../shell/session.ts'
import { readerNow, useReader, withReader } from './journey-reader.ts'
import type { Edit, JourneyText } from './journey-text.ts'
import { type JourneyTree, journeyTree } from './step-tree.ts'

type File = AnswerOf<'GET /definitions/file'>
export type FileProblem = File['problems'][number]
const noProblems: readonly FileProblem[] = []

export interface Draft {
  readonly path: string
  readonly journey: string
  readonly text: string
  /** What the file on disk says; undefined for a new one. */
  readonly fileText: string | undefined
  readonly read: JourneyText
  readonly tree: JourneyTree
  readonly problems: readonly FileProblem[]
  readonly state: 'saved' | 'saving' | 'changed' | 'refused'
  readonly draft: File['draft']
  /** Why it could not be kept. */
  readonly problem: Problem | undefined
  /** Why it cannot be changed at all. */
  readonly locked: string | null
  /** Why whoever looks at it may only look. */
  readonly mayNot: string | undefined
  /** Changes by form: at once, each of them can be undone. */
  edit(edits: readonly Edit[]): void
  /** Changes by hand: letters typed one after another are one change, until there is a pause or another line begins. */
  type(text: string): void
  readonly undo: (() => void) | undefined
  readonly redo: (() => void) | undefined
  /** Somebody changed it in another tab, or the file. Without `take` it is shown already; with it what was done here can be brought back by undo. */
  readonly elsewhere: Elsewhere | undefined
  /** Takes what the server has now, and forgets what was not kept. */
  reload(): void
  /** Keeps the draft on top of the file as it is now. */
  keepMine(): void
  /** Resolves once all that was typed is at the server; false when it could not be kept. */
  settled(): Promise<boolean>
}

interface Theirs extends Pick<Elsewhere, 'by'> {
  /** What is there now, and is not shown yet. */
  readonly file?: File
}

interface Texts {
  readonly past: readonly string[]
  readonly now: string
  readonly future: readonly string[]
  readonly isTyping: boolean
}

const quietMs = 400
const pauseMs = 1000
const mostUndo = 200

/** The draft of a file that holds a journey; undefined while it is on its way. */
export function useDraft(path: string, journey: string): Draft | undefined {
  const client = useQueryClient()
  const mayNot = useMay('editor')
  const asked = useAsk('GET /definitions/file', { query: { path } }, { everyMs: lookMs })
  const [file, setFile] = useState<File | undefined>(undefined)
  const [texts, setTexts] = useState<Texts | undefined>(undefined)
  const [state, setState] = useState<Draft['state']>('saved')
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const seen = useRef<File | undefined>(undefined)
  const kept = useRef<{ revision: number; text: string } | undefined>(undefined)
  const known = useRef<File | undefined>(undefined)
  const [elsewhere, setElsewhere] = useState<Theirs | undefined>(undefined)
  const isEdited = useRef(false)
  isEdited.current = (texts?.past.length ?? 0) > 0
  const take = useCallback((answer: File) => {
    const text = textOf(answer)
    kept.current = { revision: answer.draft?.revision ?? 0, text }
    setFile(answer)
    return text
  }, [])
  const { data } = asked
  useEffect(() => {
    // Only what came anew: what was kept meanwhile is newer than what came before.
    if (data === undefined || data === seen.current) return
    seen.current = data
    const revision = data.draft?.revision ?? 0
    const text = textOf(data)
    // What is being typed here is not thrown away because the page looked again.
    if (kept.current !== undefined && (state !== 'saved' || (revision === kept.current.revision && text === kept.current.text))) {
      if (state === 'saved') {
        setFile(data)
        setElsewhere((before) => (before?.file === undefined ? before : undefined))
      }
      return
    }
    const by = data.draft?.by ?? null
    if (kept.current !== undefined && text !== kept.current.text) {
      // Whoever has changed something here is asked first; for everybody else it is shown at once.
      setElsewhere(isEdited.current ? { by, file: data } : { by })
      if (isEdited.current) return
    }
    take(data)
    known.current = data
    setTexts({ past: [], now: text, future: [], isTyping: false })
  }, [data, state, take])
  const send = useCallback(
    async (text: string, base?: string | null) => {
      setState('saving')
      try {
        const body = { path, text, revision: kept.current?.revision ?? 0, ...(base === undefined ? {} : { base }) }
        // What was asked before is answered too late.
        await client.cancelQueries({ queryKey: ['/definitions/file'] })
        const answer = await ask('PUT /drafts', { body })
        take(answer)
        client.setQueryData(draftFileKey(path), answer)
        setProblem(undefined)
        setState('saved')
        void client.invalidateQueries({ queryKey: ['/definitions'] })
      } catch (error) {
        setState('refused')
        const why = asProblem(error)
        if (why.code !== 'unreachable') return setProblem(why)
        // The frame says it already.
        await untilBack()
        setState('changed')
      }
    },
    [client, path, take],
  )
  const now = texts?.now
  useEffect(() => {
    if (now === undefined || now === kept.current?.text || state === 'saving' || state === 'refused') return
    setState('changed')
    return after(quietMs, () => void send(now))
  }, [now, state, send])
  const change = useCallback((make: (before: Texts) => Texts) => {
    setElsewhere((before) => (before?.file === undefined ? undefined : before))
    setTexts((before) => (before === undefined ? before : make(before)))
    setState((before) => (before === 'refused' ? 'changed' : before))
  }, [])
  const value = useMemo(() => readByServer(now, journey, known.current), [now, journey])
  // Of what is found in it the lines are looked for in the text.
  const isReaderNeeded = now !== undefined && file !== undefined && (value === undefined || file.problems.length > 0)
  const reader = useReader(isReaderNeeded)
  const read = useMemo(() => readText(now ?? '', journey, { value, reader }), [now, journey, value, reader])
  const typedAt = useRef(0)
  const settled = useSettled(state === 'refused' ? false : now === kept.current?.text && state !== 'saving' ? true : undefined)
  const lastTree = useRef<JourneyTree>(journeyTree({}))
  // While a line is being typed the drawing stays as it was.
  const tree = useMemo(() => (read.value === undefined ? lastTree.current : journeyTree(read.value)), [read.value])
  useEffect(() => {
    lastTree.current = tree
  }, [tree])
  const problems = useInWords(file?.problems ?? noProblems)
  if (texts === undefined || file === undefined || (isReaderNeeded && reader === undefined)) return undefined
  return {
    path,
    journey,
    text: texts.now,
    fileText: file.text ?? undefined,
    read,
    tree,
    problems,
    state: texts.now === kept.current?.text && state === 'changed' ? 'saved' : state,
    draft: file.draft,
    problem,
    locked: file.locked,
    mayNot,
    edit: (edits) => withReader(({ editJourney }) => change((before) => next(before, { text: editJourney(before.now, journey, edits), isTyping: false }))),
    type: (text) => {
      const isPaused = nowMs() - typedAt.current > pauseMs
      typedAt.current = nowMs()
      change((before) => next(isPaused || linesOf(before.now) !== linesOf(text) ? { ...before, isTyping: false } : before, { text, isTyping: true }))
    },
    undo:
      texts.past.length === 0
        ? undefined
        : () =>
            change(({ past, now: current, future }) => ({
              past: past.slice(0, -1),
              now: past.at(-1) as string,
              future: [current, ...future],
              isTyping: false,
            })),
    redo:
      texts.future.length === 0
        ? undefined
        : () => change(({ past, now: current, future }) => ({ past: [...past, current], now: future[0] as string, future: future.slice(1), isTyping: false })),
    elsewhere:
      elsewhere === undefined
        ? undefined
        : {
            by: elsewhere.by,
            take:
              elsewhere.file === undefined
                ? undefined
                : () => {
                    const text = take(elsewhere.file as File)
                    setElsewhere(undefined)
                    setTexts((before) => (before === undefined ? before : next(before, { text, isTyping: false })))
                  },
          },
    reload: () => {
      kept.current = undefined
      setElsewhere(undefined)
      setProblem(undefined)
      setState('saved')
      void asked.refetch().then(({ data: fresh }) => {
        if (fresh === undefined) return
        setTexts({ past: [], now: take(fresh), future: [], isTyping: false })
      })
    },
    keepMine: () => void send(texts.now, file.hash),
    settled,
  }
}

function textOf({ drafted, text }: File): string {
  return drafted?.text ?? text ?? ''
}

/** What the server has read without a mistake need not be read once more, which takes long for a long journey; undefined for anything else. */
function readByServer(text: string | undefined, journey: string, known: File | undefined): JourneyText['value'] {
  if (known === undefined || textOf(known) !== text || known.problems.some(({ severity }) => severity === 'error')) return undefined
  return known.documents.find(({ kind, name }) => kind === 'journey' && name === journey)?.value as JourneyText['value']
}

interface ReadBefore {
  /** As the server has read it. */
  readonly value: JourneyText['value']
  readonly reader: ReturnType<typeof useReader>
}

function readText(text: string, journey: string, { value, reader }: ReadBefore): JourneyText {
  if (value === undefined && reader !== undefined) return reader.readJourney(text, journey)
  let read: JourneyText | undefined
  return {
    value,
    broken: undefined,
    linesOf(path) {
      read ??= readerNow()?.readJourney(text, journey)
      return read?.linesOf(path)
    },
  }
}

/** Tells whoever waits how it came out, once it did. */
function useSettled(outcome: boolean | undefined): () => Promise<boolean> {
  const waiting = useRef<((outcome: boolean) => void)[]>([])
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    if (outcome === undefined || asked === 0) return
    for (const tell of waiting.current.splice(0)) tell(outcome)
  }, [outcome, asked])
  return useCallback(() => {
    setAsked((before) => before + 1)
    return new Promise((resolve) => waiting.current.push(resolve))
  }, [])
}

function next(before: Texts, { text, isTyping }: { readonly text: string; readonly isTyping: boolean }): Texts {
  if (text === before.now) return before
  const past = isTyping && before.isTyping ? before.past : [...before.past, before.now].slice(-mostUndo)
  return { past, now: text, future: [], isTyping }
}

function linesOf(text: string): number {
  return text.split('\n').length
}
