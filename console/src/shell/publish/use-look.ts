// Checks drafts with their tests, and asks what publishing them would mean, anew whenever something else is said about the people inside.

import { useEffect, useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { asProblem, type Problem } from '../../client/problem.ts'
import { type Choices, followPublication } from './follow-publication.ts'
import type { Preview } from './publish-props.ts'

export type Check = AnswerOf<'POST /drafts/check'>

export interface Look {
  /** Undefined while it is on its way. */
  readonly check: Check | undefined
  /** As it was for what was said before, until it is fresh. */
  readonly preview: Preview | undefined
  readonly isFresh: boolean
  readonly problem: Problem | undefined
}

interface LookAt {
  readonly paths: readonly string[]
  readonly choices: Choices
  readonly settled: (() => Promise<boolean>) | undefined
}

const ignore = (): void => undefined

/** What there is to know before. */
export function useLook({ paths, choices, settled }: LookAt): Look {
  const [look, setLook] = useState<Omit<Look, 'isFresh'> & { readonly of?: string }>({ check: undefined, preview: undefined, problem: undefined })
  const asked = JSON.stringify([paths, choices])
  useEffect(() => {
    const gone = new AbortController()
    const { signal } = gone
    const run = async (): Promise<void> => {
      const [files, said] = JSON.parse(asked) as [readonly string[], Choices]
      // What was typed last is on its way to the server.
      if (settled !== undefined && !(await settled())) throw new Error('unsaved')
      const check = await ask('POST /drafts/check', { body: { paths: files, tests: true }, signal })
      setLook((before) => ({ ...before, check, problem: undefined }))
      if (!check.isGood) return
      const { preview } = await followPublication(files, { ...said, mode: 'dry run' }, { signal, tell: ignore })
      setLook({ of: asked, check, preview: (preview ?? undefined) as unknown as Preview | undefined, problem: undefined })
    }
    run().catch((error: unknown) => {
      if (!signal.aborted) setLook((before) => ({ ...before, problem: asProblem(error) }))
    })
    return () => gone.abort()
  }, [asked, settled])
  return { ...look, isFresh: look.of === asked }
}
