// Which parts of journeys the tests went through: triggers, steps and exits. What no test reached may do anything.

import type { CompiledJourney, Program } from '../../engine/program.ts'
import type { Decision } from '../../model/decision.ts'
import type { Trigger } from '../../model/journey.ts'

export interface JourneyCoverage {
  readonly journey: string
  readonly parts: number
  readonly covered: number
  /** What no test reached, in the order of the file. */
  readonly missed: readonly { readonly kind: 'trigger' | 'step' | 'exit'; readonly name: string; readonly path: readonly (string | number)[] }[]
}

/** The coverage of every live journey by the decisions of all tests. */
export function coverageOf(program: Program, decisions: readonly Decision[]): JourneyCoverage[] {
  const seen = new Map<string, Seen>()
  for (const decision of decisions) {
    if (!('journey' in decision)) continue
    const one = seen.get(decision.journey) ?? { entered: new Set(), steps: new Set(), exited: new Set() }
    seen.set(decision.journey, one)
    if (decision.kind === 'entered') one.entered.add(decision.because)
    if (decision.kind === 'exited') one.exited.add(decision.because)
    if ('step' in decision) one.steps.add(decision.step)
  }
  return [...program.live.values()].map((journey) => journeyCoverage(program, journey, seen.get(journey.name)))
}

interface Seen {
  readonly entered: Set<string>
  readonly steps: Set<string>
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
  const steps = [...journey.steps.keys()].map((id) => ({
    kind: 'step' as const,
    name: id,
    path: ['steps'],
    isSeen: seen?.steps.has(id) === true || (id === journey.first && seen !== undefined && seen.entered.size > 0),
  }))
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
