// Which parts of journeys the tests went through: triggers, steps, the branches of steps, and exits. What no test reached may do anything.

import type { CompiledJourney, CompiledStep, Program } from '../../engine/program.ts'
import type { Trigger } from '../../model/journey.ts'
import type { StoryResult } from './run-story.ts'

export interface JourneyCoverage {
  readonly journey: string
  readonly parts: number
  readonly covered: number
  /** What no test reached, in the order of the file. */
  readonly missed: readonly MissedPart[]
}

interface MissedPart {
  readonly kind: 'trigger' | 'step' | 'branch' | 'exit'
  readonly name: string
  readonly path: readonly (string | number)[]
}

type Part = MissedPart & { readonly isSeen: boolean }

/** The coverage of every live journey by what all tests came to. */
export function coverageOf(program: Program, results: readonly Pick<StoryResult, 'decisions' | 'ways'>[]): JourneyCoverage[] {
  const seen = new Map<string, Seen>()
  const seenOf = (journey: string): Seen => {
    const one = seen.get(journey) ?? { entered: new Set(), steps: new Set(), ways: new Set(), exited: new Set() }
    seen.set(journey, one)
    return one
  }
  for (const { journey, step, way } of results.flatMap(({ ways }) => ways)) seenOf(journey).ways.add(wayKey(step, way))
  for (const decision of results.flatMap(({ decisions }) => decisions)) {
    if (!('journey' in decision)) continue
    const one = seenOf(decision.journey)
    if (decision.kind === 'entered') one.entered.add(decision.because)
    if (decision.kind === 'exited') one.exited.add(decision.because)
    if ('step' in decision) one.steps.add(decision.step)
  }
  return [...program.live.values()].map((journey) => journeyCoverage(program, journey, seen.get(journey.name)))
}

interface Seen {
  readonly entered: Set<string>
  readonly steps: Set<string>
  readonly ways: Set<string>
  readonly exited: Set<string>
}

function journeyCoverage(program: Program, journey: CompiledJourney, seen: Seen | undefined): JourneyCoverage {
  const { definition } = journey
  const triggers = definition.enter.map((trigger, index) => ({
    kind: 'trigger' as const,
    name: triggerName(trigger),
    path: ['enter', index],
    isSeen: causesOf(program, journey, trigger, index).some((because) => seen?.entered.has(because)),
  }))
  const steps = [...journey.steps.values()].flatMap((step) => stepParts(step, { isFirst: step.id === journey.first, seen }))
  const exits = [...journey.exitEvents.map(({ words }) => words), ...journey.exitConditions.map(({ words }) => words)].map((words, index) => ({
    kind: 'exit' as const,
    name: words,
    path: ['exit', index],
    isSeen: seen?.exited.has(words) === true,
  }))
  const parts = [...triggers, ...steps, ...exits]
  const missed = parts.filter(({ isSeen }) => !isSeen).map(({ kind, name, path }) => ({ kind, name, path }))
  return { journey: journey.name, parts: parts.length, covered: parts.length - missed.length, missed }
}

/** The step itself, and the branches between which it decides. */
function stepParts({ id, ways = [] }: CompiledStep, { isFirst, seen }: { readonly isFirst: boolean; readonly seen: Seen | undefined }): Part[] {
  const isSeen = seen?.steps.has(id) === true || (isFirst && seen !== undefined && seen.entered.size > 0)
  const branches = ways.map((words, way): Part => {
    return { kind: 'branch', name: `${id}: ${words}`, path: ['steps'], isSeen: seen?.ways.has(wayKey(id, way)) === true }
  })
  return [{ kind: 'step', name: id, path: ['steps'], isSeen }, ...branches]
}

function wayKey(step: string, way: number): string {
  return `${step}\n${way}`
}

/** What an entry by this trigger gives as its reason. */
function causesOf(program: Program, journey: CompiledJourney, trigger: Trigger, index: number): readonly string[] {
  const place = journey.definition.enter.slice(0, index).filter((one) => kindOf(one) === kindOf(trigger)).length
  if ('quiet' in trigger) return [[...program.quiets.values()].filter((one) => one.journey === journey)[place]?.words ?? '']
  if ('on' in trigger) return [trigger.on].flat()
  if ('joins' in trigger) return ['segment' in trigger.joins ? 'Segment Entered' : 'List Joined']
  if ('leaves' in trigger) return ['segment' in trigger.leaves ? 'Segment Left' : 'List Left']
  if ('at' in trigger) return [program.schedules.filter(({ schedule }) => schedule.journey === journey)[place]?.schedule.words ?? '']
  return program.watches.filter(({ becomes }) => becomes.includes(journey)).map(({ condition }) => condition.words)
}

function kindOf(trigger: Trigger): string {
  return ['quiet', 'on', 'becomes', 'joins', 'leaves', 'at'].find((kind) => kind in trigger) ?? ''
}

function triggerName(trigger: Trigger): string {
  if ('quiet' in trigger) return `quiet ${trigger.quiet} after ${[trigger.on].flat().join(', ')}`
  if ('on' in trigger) return `on ${[trigger.on].flat().join(', ')}`
  if ('joins' in trigger) return `joins ${Object.values(trigger.joins).join('')}`
  if ('leaves' in trigger) return `leaves ${Object.values(trigger.leaves).join('')}`
  return 'at' in trigger ? `at ${trigger.at}` : 'becomes'
}
