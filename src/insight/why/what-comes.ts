// What will happen by itself if nothing else does: passages that are looked at again, timers that are up, times of schedules, and conditions that begin to hold.

import { zoneOf } from '../../engine/turn.ts'
import { type Said, saidText } from '../../model/said.ts'
import type { PersonReplay } from '../../replay/person-replay.ts'
import type { WayThen } from './ways-of-life.ts'
import type { Chance } from './why-answer.ts'

export interface Coming {
  readonly at: number
  readonly what: string
  readonly said: Said
}

interface Asked {
  readonly journey: string
  /** The instant up to which the person was followed. */
  readonly at: number
  readonly timers: readonly { readonly dueAt: number; readonly chance: Pick<Chance, 'event'> }[]
  /** Of the version in force. */
  readonly ways: readonly WayThen[]
  /** From when on `again` lets in anew; null when it does now. */
  readonly againFrom: number | null
  /** Whether it was decided at an instant that somebody is let in. */
  readonly isLetInAt: (instant: number) => boolean
}

/** Instants at which a condition might begin to hold that are gone to: some name one at which it stays as it is. */
const looks = 4

/** Earliest first. The person is taken on to the instant at which a condition begins to hold, by the engine that would decide it, so ask for everything else before. */
export function comingOf(person: PersonReplay, { journey, at, timers, ways, againFrom, isLetInAt }: Asked): readonly Coming[] {
  const { state, virtual } = person
  const coming: { readonly at: number; readonly said: Said }[] = state.enrollments.flatMap((one) => {
    if (one.journey !== journey || one.status !== 'active' || !Number.isFinite(one.wakeAt)) return []
    return [{ at: one.wakeAt, said: { code: 'looked-at-again', values: { journey, count: one.id, step: one.step } } as Said }]
  })
  for (const { dueAt, chance } of timers) coming.push({ at: dueAt, said: { code: 'timer-lets-in', values: { event: chance.event.name } } })
  for (const { entrance } of ways) {
    const time = entrance.next?.(Math.max(at, (againFrom ?? at) - 1), zoneOf(virtual.program, state)) ?? Number.POSITIVE_INFINITY
    if (Number.isFinite(time)) coming.push({ at: time, said: { code: entrance.condition === undefined ? 'time-comes-for-all' : 'time-comes', values: {} } })
  }
  const begins = ways.some(({ entrance }) => entrance.kind === 'becomes') ? beginsToHold(person, ways, isLetInAt) : undefined
  if (begins !== undefined) coming.push({ at: begins, said: { code: 'holds-by-itself', values: {} } })
  return coming.sort((one, other) => one.at - other.at).map((one) => ({ ...one, what: saidText(one.said) }))
}

/** When a condition that lets in begins to hold by itself, and does let in. */
function beginsToHold(person: PersonReplay, ways: readonly WayThen[], isLetInAt: Asked['isLetInAt']): number | undefined {
  const conditions = ways.flatMap(({ entrance }) => (entrance.kind === 'becomes' && entrance.condition !== undefined ? [entrance.condition] : []))
  const { virtual } = person
  for (let look = 0; look < looks; look += 1) {
    const view = { state: person.state, now: Math.max(virtual.now, person.state.now), zone: zoneOf(virtual.program, person.state), passage: undefined }
    const answers = conditions.map((condition) => condition.evaluate(view))
    const next = Math.min(...answers.map(({ value, until }) => (value ? Number.POSITIVE_INFINITY : until)))
    if (!Number.isFinite(next)) return undefined
    virtual.passTo(next)
    if (isLetInAt(next)) return next
  }
  return undefined
}
