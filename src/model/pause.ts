// Pauses of journeys. They are no definitions: they come and go while a version stays, and every one that ever was is kept, in order, with its
// instant, so that whoever goes through the log again decides the same.

import { z } from 'zod'
import type { WinnerChange } from './trial.ts'

export const resumeModeSchema = z.enum(['shift', 'catch-up', 'drop-stale']).meta({
  description:
    'shift: what was left of each wait goes on. catch-up: as if there had been no pause, sent now. drop-stale: whoever should have moved meanwhile leaves.',
})
export type ResumeMode = z.infer<typeof resumeModeSchema>

/**
 * A journey is paused or goes on, or the winner of a trial is chosen, which everybody lives through in the same way. Pauses of one journey and their ends
 * take turns, and no instants go back. `position`: the last place of the log that was decided before it; absent in pauses from before that was kept.
 */
export type PauseChange = { readonly at: number; readonly journey: string; readonly position?: number } & (
  | { readonly do: 'pause'; readonly because: string; readonly by: PausedBy }
  | { readonly do: 'resume'; readonly mode: ResumeMode }
  | WinnerChange
)

/** Who paused: an admin; the journey's own file by its line `status: paused`; or the guard, because the journey ran far out of what is expected of it. */
export const pausers = ['admin', 'file', 'guard'] as const
export type PausedBy = (typeof pausers)[number]

/** A journey that is paused. */
export interface Pause {
  readonly since: number
  readonly because: string
  readonly by: PausedBy
}

/** What is asked for: the instant is the writer's. */
export type PauseWish = { readonly journey: string } & (
  | { readonly do: 'pause'; readonly because: string; readonly by: PausedBy }
  | { readonly do: 'resume'; readonly mode: ResumeMode }
  | WinnerChange
)
