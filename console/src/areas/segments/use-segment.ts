// One segment as its file and draft say it, and what is in force of it: where it stands, what it says, whether it may be changed here.

import { useEffect, useRef } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import type { Problem } from '../../client/problem.ts'
import { useAsk } from '../../client/use-ask.ts'
import type { ConditionJson } from '../conditions/condition-json.ts'

type File = AnswerOf<'GET /definitions/file'>

export interface OpenSegment {
  /** Undefined while it is on its way, or where no file holds it. */
  readonly file: File | undefined
  readonly condition: ConditionJson | undefined
  readonly description: string
  readonly hasDraft: boolean
  /** Why it cannot be changed here. */
  readonly locked: string | null
  readonly inForce: AnswerOf<'GET /segments/{segment}'> | undefined
  readonly isPending: boolean
  /** Neither a file nor what is in force knows it. */
  readonly isUnknown: boolean
  readonly problem: Problem | undefined
}

/** Reads it. */
export function useSegment(segment: string): OpenSegment {
  const folder = useAsk('GET /definitions', {})
  const path = folder.data?.files.find(({ holds }) => holds.some((one) => one.kind === 'segment' && one.name === segment))?.path
  const file = useAsk('GET /definitions/file', { query: { path: path ?? '' } }, { when: path !== undefined })
  const inForce = useAsk('GET /segments/{segment}', { params: { segment } })
  const value = file.data?.documents.find(({ kind, name }) => kind === 'segment' && name === segment)?.value as SegmentValue | undefined
  // One that is a draft only is asked for anew after it was published: the page stays meanwhile.
  const loaded = useRef('')
  const isPending = loaded.current !== segment && (folder.isPending || (path !== undefined && file.isPending) || inForce.isPending)
  useEffect(() => {
    if (!isPending) loaded.current = segment
  }, [isPending, segment])
  return {
    file: file.data,
    condition: value?.if ?? (inForce.data?.condition as ConditionJson | undefined),
    description: value?.description ?? inForce.data?.description ?? '',
    hasDraft: file.data?.draft != null,
    locked: file.data?.locked ?? folder.data?.locked ?? null,
    inForce: inForce.data,
    isPending,
    isUnknown: !isPending && !inForce.isPending && path === undefined && inForce.data === undefined,
    problem: folder.error ?? file.error ?? (inForce.error?.code === 'not-found' ? undefined : inForce.error) ?? undefined,
  }
}

interface SegmentValue {
  readonly if?: ConditionJson
  readonly description?: string
}
