// Which journeys a life can be gone through without, where one journey is asked about: those that the person was never let into, and that nothing which is
// kept speaks of. They have sent nothing, changed nothing and moved nobody, so whoever leaves them out reads the same of the rest. That nobody was let in
// is known from the state, which remembers the newest entry into each journey for ever.

import type { Program, ProgramSource } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import { theEngine } from '../../runtime/engine.ts'
import { mergeName } from '../../runtime/log-entry.ts'
import { unpackState } from '../../runtime/states/state-codec.ts'
import type { LogEntry, StoredSubscriber } from '../../runtime/store.ts'

export interface LifeSoFar {
  readonly at: number
  /** Oldest first. */
  readonly lines: readonly LogEntry[]
  /** What decided at the end. */
  readonly last: Program
}

/**
 * Every journey that the person was let into up to an instant. Undefined where the state cannot tell: it was not brought up to the instant, or the person
 * was several for a while, each with entries of their own.
 */
export function journeysMet(stored: StoredSubscriber, { at, lines, last }: LifeSoFar): ReadonlySet<string> | undefined {
  if (stored.state.length === 0 || lines.some(isAboutSeveral)) return undefined
  const state = unpackState(theEngine, stored.state)
  if (state.now < at && !isStillTrue(state, { at, last })) return undefined
  return new Set([...state.entries, ...state.enrollments].map(({ journey }) => journey))
}

/** Nothing that would have come due since, and no program that has not taken over yet. */
function isStillTrue({ deadline, program }: SubscriberState, { at, last }: Pick<LifeSoFar, 'at' | 'last'>): boolean {
  return deadline > at && program === last.id
}

function isAboutSeveral({ name, body }: LogEntry): boolean {
  return name === mergeName || (name === '(command)' && body.includes('"take apart"'))
}

/** The source with these journeys and all that they speak of; itself where nothing can be left out. */
export function withJourneys(source: ProgramSource, names: ReadonlySet<string>): ProgramSource {
  const { journeys, workspace, segments, templates, plans = [] } = source
  const kept = new Set<string>()
  let said = JSON.stringify([workspace, segments, templates.map(({ conditions }) => conditions)])
  while (said !== '') {
    const next = journeys.filter(({ definition: { journey } }) => !kept.has(journey) && (names.has(journey) || speaksOf(said, journey)))
    for (const { definition } of next) kept.add(definition.journey)
    said = next.map(({ definition }) => JSON.stringify(definition)).join('\n')
  }
  if (journeys.every(({ definition }) => kept.has(definition.journey))) return source
  return {
    ...source,
    journeys: journeys.filter(({ definition }) => kept.has(definition.journey)),
    plans: plans.filter(({ journey }) => kept.has(journey)),
  }
}

/** Conditions ask about a journey by name, and steps start, stop and jump to one. */
function speaksOf(text: string, journey: string): boolean {
  const name = JSON.stringify(journey)
  return ['journey', 'start', 'stop', 'jump'].some((key) => text.includes(`"${key}":${name}`))
}
