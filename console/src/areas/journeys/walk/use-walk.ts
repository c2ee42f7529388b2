// One person led through the draft by the server: asked for when somebody wants it, and again whenever the draft is another.

import { useQuery } from '@tanstack/react-query'
import { type AnswerOf, ask } from '../../../client/ask.ts'
import type { Problem } from '../../../client/problem.ts'

export type Walk = AnswerOf<'POST /journeys/{journey}/walk'>
export type WalkLine = Walk['lines'][number]

/** Who is led, and up to when. `startAt`: when the first thing of somebody made up happens. */
export interface WalkWish {
  readonly subscriber?: string
  readonly events?: readonly { readonly name: string; readonly at: number; readonly properties: Readonly<Record<string, unknown>> }[]
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly startAt: number
  readonly to: number
}

/** `revision`: of the draft, as it is at the server. */
export function useWalk(journey: string, wish: WalkWish | undefined, revision: string) {
  return useQuery<Walk, Problem>({
    queryKey: ['/journeys/walk', journey, wish ?? {}, revision],
    queryFn: ({ signal }) => {
      const { startAt: _, ...body } = wish as WalkWish
      return ask('POST /journeys/{journey}/walk', { params: { journey }, body: body as never, signal })
    },
    enabled: wish !== undefined,
    retry: false,
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
}

/** The passages of a way, in order. */
export function passagesOf(lines: readonly WalkLine[]): readonly number[] {
  return [...new Set(lines.flatMap(({ passage }) => (passage === null ? [] : [passage])))].sort((one, other) => one - other)
}
