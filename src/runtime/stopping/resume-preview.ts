// What would happen at once if a paused journey went on now: the engine itself is asked, on copies of everybody who is in it. Reads only, a page
// at a time, and lets other work in between; it decides nothing and nobody is told. Whether caps, quiet hours or consent then hold a message back
// is asked when it is handed over, so what really leaves at once may be less and never more.

import { instantsOf } from '../../engine/one-instant.ts'
import { pausedNow, pausesOf, stalePassage } from '../../engine/pauses.ts'
import { notWanted } from '../../engine/policies/not-wanted.ts'
import type { Program } from '../../engine/program.ts'
import { copyState, type SubscriberState } from '../../engine/state.ts'
import { type Transition, transition } from '../../engine/transition.ts'
import type { Pause, ResumeMode } from '../../model/pause.ts'
import { theEngine } from '../engine.ts'
import { missingOf, readPublished } from '../publishing/published.ts'
import type { Store } from '../store.ts'
import { broughtUp, type ReadsPeople } from './brought-up.ts'
import { readPauses } from './pauses.ts'
import { isHeldBack, readStops } from './stop-switches.ts'

/** What happens to the people at one step. */
export interface StepPreview {
  readonly step: string
  /** How many are at it now. */
  people: number
  /** How many move on at once. */
  moving: number
  /** How many leave, because they are stale or an exit holds. */
  leaving: number
  /** Messages of this step that are ready at once: those decided on going on, and those that waited. */
  messages: number
}

export interface ResumePreview {
  readonly journey: string
  readonly mode: ResumeMode
  readonly pausedSince: number
  readonly because: string
  /** People in the journey. */
  people: number
  moving: number
  leaving: number
  messages: number
  /** Messages that waited and are not sent any more: stale, expired, called off by an exit, or their own condition no longer holds. */
  dropped: number
  /** Since when the one who moves or leaves at once and has waited longest stands at their step; undefined when nobody does. */
  oldest: number | undefined
  /** When everybody was to be let in at once, and nobody was, because it was paused: the newest such instant; undefined when there was none. */
  readonly missed: number | undefined
  readonly steps: readonly StepPreview[]
}

type Read = ReadsPeople & Pick<Store, 'subscribersAfter' | 'delivery'>

const page = 200

/** Undefined when the journey is not paused. */
export async function previewResume(
  store: Read,
  { mode, ...wish }: { readonly journey: string; readonly mode: ResumeMode; readonly now: number },
): Promise<ResumePreview | undefined> {
  return (await previewResumes(store, { ...wish, modes: [mode] }))?.[0]
}

/** What each of the modes would mean, in their order, from one way through everybody; undefined when the journey is not paused. */
export async function previewResumes(
  store: Read,
  wish: { readonly journey: string; readonly modes: readonly ResumeMode[]; readonly now: number },
): Promise<readonly ResumePreview[] | undefined> {
  const [source, changes, { stops }] = await Promise.all([readPublished(store), readPauses(store), readStops(store)])
  const pause = pausedNow(pausesOf(changes)).get(wish.journey)
  if (source === undefined || pause === undefined) return undefined
  const paused = theEngine.compile({ ...source, stops, pauses: changes })
  const at = Math.max(wish.now, changes.at(-1)?.at ?? 0)
  const missing = source.publication === undefined ? undefined : missingOf(paused, source.publication)
  const missed = missedIn(paused, wish.journey, { from: pause.since, to: at })
  const ways = wish.modes.map((mode) => ({
    mode,
    resumed: { ...paused, pauses: pausesOf([...changes, { journey: wish.journey, do: 'resume', mode, at }]) },
    sum: new Sum({ journey: wish.journey, mode }, { pause, missed }),
  }))
  const isWanted = ({ enrollments }: SubscriberState): boolean => enrollments.some((one) => one.journey === wish.journey)
  for (let numbers = await store.subscribersAfter(0, page); numbers.length > 0; numbers = await store.subscribersAfter(numbers.at(-1) ?? 0, page)) {
    const inside = await broughtUp(store, numbers, { program: paused, missing, at, isWanted })
    for (const { mode, resumed, sum } of ways) {
      const tried = await triedOf(store, inside, { at, mode })
      // Each way begins with everybody as they are: going on changes a state in place.
      for (const state of inside) sum.add(copyState(state), { paused, resumed, at, tried })
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return ways.map(({ sum }) => sum.preview)
}

/** Of a mail to many its day comes once: whoever was not let in then is not let in later. Where each person's own clock counts, by that of the workspace. */
function missedIn({ versions, zone }: Program, journey: string, { from, to }: { readonly from: number; readonly to: number }): number | undefined {
  const live = versions.get(journey)?.find((one) => one.live)
  const missed = live === undefined ? [] : instantsOf(live.definition, zone).filter((at) => at > from && at <= to)
  return missed.length === 0 ? undefined : Math.max(...missed)
}

/** Messages that were tried, and are asked about again at once; what is dropped is whenever they would be tried again. Only the outbox tells them from those that are being handed over. */
async function triedOf(
  store: Read,
  inside: readonly SubscriberState[],
  { at, mode }: Pick<Going, 'at'> & { readonly mode: ResumeMode },
): Promise<ReadonlySet<string>> {
  const tried = new Set<string>()
  for (const { enrollments } of inside) {
    for (const { key, authorizedAt } of enrollments.flatMap(({ pending }) => pending)) {
      const delivery = authorizedAt === undefined ? undefined : await store.delivery(key)
      if (delivery?.status === 'waiting' && (mode === 'drop-stale' || delivery.dueAt <= at || isHeldBack(delivery))) tried.add(key)
    }
  }
  return tried
}

interface Going {
  readonly paused: Program
  readonly resumed: Program
  readonly at: number
  readonly tried: ReadonlySet<string>
}

class Sum {
  readonly preview: ResumePreview
  readonly #steps = new Map<string, StepPreview>()

  constructor(
    { journey, mode }: { readonly journey: string; readonly mode: ResumeMode },
    { pause: { since, because }, missed }: { readonly pause: Pause; readonly missed: number | undefined },
  ) {
    const none = { people: 0, moving: 0, leaving: 0, messages: 0, dropped: 0, oldest: undefined }
    this.preview = { journey, mode, pausedSince: since, because, ...none, missed, steps: [] }
  }

  /** Lets a copy of somebody live up to now under the pause, then go on. */
  add(state: SubscriberState, { paused, resumed, at, tried }: Going): void {
    const { preview } = this
    const now = Math.max(at, state.now)
    transition(paused, state, { kind: 'time', at: now })
    const inside = state.enrollments.filter((one) => one.journey === preview.journey)
    const before = new Map(inside.flatMap((one) => (one.status === 'active' ? [[one.id, { step: one.step, since: one.stepEnteredAt }] as const] : [])))
    const waiting = inside.flatMap((enrollment) =>
      enrollment.pending.flatMap((pending) => (pending.authorizedAt === undefined || tried.has(pending.key) ? { enrollment, pending } : [])),
    )
    const { decisions } = transition(resumed, state, { kind: 'time', at: now })
    for (const [enrollment, { step, since }] of before) {
      const own = decisions.filter((one) => 'enrollment' in one && one.journey === preview.journey && one.enrollment === enrollment)
      this.#person(step, since, own)
    }
    for (const message of waiting) this.#waited(message.pending.step, notWanted(resumed, state, message))
  }

  #person(step: string, since: number, own: Transition['decisions']): void {
    const at = this.#step(step)
    this.preview.people += 1
    at.people += 1
    const isLeaving = own.some((one) => one.kind === 'exited' && (one.because === stalePassage || one.step === step))
    const isMoving = !isLeaving && own.some((one) => one.kind === 'moved' || one.kind === 'completed' || one.kind === 'exited')
    if (isLeaving) {
      this.preview.leaving += 1
      at.leaving += 1
    }
    if (isMoving) {
      this.preview.moving += 1
      at.moving += 1
    }
    if (isLeaving || isMoving) this.preview.oldest = Math.min(this.preview.oldest ?? since, since)
    for (const one of own) {
      if (one.kind !== 'queued') continue
      this.#step(one.step).messages += 1
      this.preview.messages += 1
    }
  }

  #waited(step: string, why: string | undefined): void {
    if (why !== undefined) {
      this.preview.dropped += 1
      return
    }
    this.preview.messages += 1
    this.#step(step).messages += 1
  }

  #step(step: string): StepPreview {
    let known = this.#steps.get(step)
    if (known === undefined) {
      known = { step, people: 0, moving: 0, leaving: 0, messages: 0 }
      this.#steps.set(step, known)
      ;(this.preview.steps as StepPreview[]).push(known)
    }
    return known
  }
}
