// Definitions -> program: every condition compiled, memories shared, and everything indexed by what an event can touch. What is wrong in
// a definition is reported with its place; a program with errors is not made.

import { personalChannels } from '../model/channel-names.ts'
import type { Condition } from '../model/condition.ts'
import type { Definitions, Problem } from '../model/definitions.ts'
import { durationMs } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { domainOf } from '../model/sender.ts'
import type { CompiledCondition, MemorySlot } from './answer.ts'
import { canonicalJson } from './canonical-json.ts'
import { cartEvents } from './cart-events.ts'
import { hash32 } from './chance.ts'
import { checkDuration, checkMaxAge } from './check-journey.ts'
import { checkLoops } from './check-loops.ts'
import { checkMessageCircles, checkOwnMessages } from './check-own-messages.ts'
import { compileJourney, type JourneyParts } from './compile-journey.ts'
import { type ConditionContext, compileCondition } from './conditions/compile-condition.ts'
import { contradictionIn, neverProblem } from './contradictions.ts'
import { intakeOf } from './memories/intake.ts'
import { createMemoryRegistry } from './memories/memory-registry.ts'
import { noPauses, pausesOf } from './pauses.ts'
import { compilePolicy } from './policies/compile-policy.ts'
import type { CompiledPolicy } from './policies/compiled-policy.ts'
import { type EventTrigger, journeyKey, type Program, type ProgramSource, type QuietTrigger, type Reactions, type Watch, type WatchIndex } from './program.ts'
import { sparing } from './spared.ts'
import { scheduleCondition } from './triggers/at.ts'
import { stepIds, walkSteps } from './walk-steps.ts'

export type Compiled =
  | { readonly program: Program; readonly problems: readonly Problem[] }
  | { readonly program: undefined; readonly problems: readonly Problem[] }

const halfHour = '30m'
const hour = '1h'

/** What a version is: its definition without what may change while it stays the same version. */
export function contentOf({ status: _status, resume: _resume, guard: _guard, ...content }: Journey): Omit<Journey, 'status' | 'resume' | 'guard'> {
  return content
}

/** The source of a program in which every journey of the definitions is live as version 1. */
export function sourceOf(definitions: Definitions): ProgramSource {
  const journeys = definitions.journeys
    .filter((definition) => definition.status !== 'draft' && definition.status !== 'archived')
    .map((definition) => ({ definition, version: 1, live: true }))
  return { ...definitions, journeys }
}

/** The definitions that are live in a source. */
export function definitionsOf({ workspace, journeys, segments, templates, collections, pools }: ProgramSource): Definitions {
  const live = journeys.filter((one) => one.live).map(({ definition }) => definition)
  return { workspace, journeys: live, segments, templates, ...(collections && { collections }), ...(pools && { pools }) }
}

/** Compiles a program. Warnings do not prevent one, errors do. */
export function compile(source: ProgramSource): Compiled {
  const compiler = new Compiler(source)
  const program = compiler.program()
  const hasErrors = compiler.problems.some((problem) => problem.severity === 'error')
  return hasErrors ? { program: undefined, problems: compiler.problems } : { program, problems: compiler.problems }
}

/**
 * A program with one more condition that nothing watches, to ask it of people before anybody publishes it. `hasPassage`: whether it may speak of
 * the event that starts a passage.
 */
export function compileBeside(
  source: ProgramSource,
  condition: Condition,
  { hasPassage }: { readonly hasPassage: boolean },
): { readonly program: Program; readonly condition: CompiledCondition; readonly problems: readonly Problem[] } {
  const compiler = new Compiler(source)
  const compiled = compiler.condition({ kind: 'condition', name: '' }, condition, [], hasPassage)
  const program = compiler.program()
  return { program, condition: compiled, problems: compiler.problems.filter(({ definition }) => definition.kind === 'condition') }
}

class Compiler {
  readonly problems: Problem[] = []
  readonly source: ProgramSource
  readonly registry = createMemoryRegistry()
  readonly sessionGapMs: number
  readsEveryEvent = false

  constructor(source: ProgramSource) {
    this.source = source
    this.sessionGapMs = durationMs(source.workspace.sessionGap ?? halfHour)
  }

  program(): Program {
    const { source } = this
    const templates = new Map(
      source.templates.map(({ template, topic, priority, catalogue, code, from, conditions }) => [
        template,
        { topic, priority, catalogue, code, domain: from && domainOf(from.address), conditions: conditions && this.blockConditions(template, conditions) },
      ]),
    )
    this.checkWorkspace()
    const parts = source.journeys.map((version) => {
      // What an older version names may be gone by now. Nobody can mend it, and those inside go on as far as they can.
      const worst = version.live ? 'error' : 'warning'
      const definition = { kind: 'journey', name: version.definition.journey } as const
      const report = (problem: Omit<Problem, 'definition'>): void =>
        void this.problems.push({ ...problem, severity: version.live ? problem.severity : worst, definition })
      return compileJourney(version, {
        condition: (condition, path, passage) => this.condition(definition, condition, path, passage, worst),
        problem: (problem) => report({ severity: 'error', ...problem }),
        templates,
        journeys: new Set(source.journeys.filter((one) => one.live).map((one) => one.definition.journey)),
        lists: this.names(source.workspace.lists),
        topics: this.topicNames(),
        attributeTypes: new Map(Object.entries(source.workspace.attributes ?? {})),
        segments: new Set(source.segments.map((segment) => segment.segment)),
        ofSegment: (name) => source.segments.find((segment) => segment.segment === name)?.if,
        pools: new Set((source.pools ?? []).map(({ codes }) => codes)),
        defaultMaxAge: source.workspace.maxAge ?? hour,
      })
    })
    handOnTriggers(parts)
    const watches = this.watches(parts)
    const journeys = parts.map((part) => part.journey)
    const lettingIn = { becomes: parts.flatMap(({ becomes, journey }) => (journey.live ? becomes : [])), watches, segments: source.segments }
    const add = (problem: Problem): void => void this.problems.push(problem)
    checkLoops(journeys, lettingIn, add)
    checkOwnMessages(journeys, templates, add)
    checkMessageCircles(journeys, { templates, lettingIn }, add)
    const policy = this.policy()
    const memories = this.registry.complete()
    const live = parts.filter((part) => part.journey.live)
    const memoriesById = new Map(memories.map((slot) => [slot.id, slot]))
    return {
      id: this.identity(memories, watches, parts),
      zone: source.workspace.zone ?? 'UTC',
      sessionGapMs: this.sessionGapMs,
      memories: memoriesById,
      memoriesByAttribute: groupBy(memories, (slot) => (slot.attribute === undefined ? [] : [slot.attribute])),
      watches,
      segments: watches.filter((watch) => watch.segment !== undefined),
      schedules: watches.flatMap((watch) => (watch.schedule === undefined ? [] : [{ ...watch, schedule: watch.schedule }])),
      watchesBy: indexWatches(watches),
      enrollmentsAskSession: parts.some((part) => part.journey.asksSession),
      enrollmentsAskCart: parts.some((part) => part.journey.asksCart),
      enrollmentsAskJourneys: new Set(parts.flatMap((part) => part.journey.asksJourneys)),
      readsEveryEvent: this.readsEveryEvent,
      reactions: this.reactions(memories, watches, parts),
      live: new Map(live.map((part) => [part.journey.name, part.journey])),
      journeys: new Map(parts.map((part) => [journeyKey(part.journey.name, part.journey.version), part.journey])),
      versions: Map.groupBy(
        parts.map((part) => part.journey),
        ({ name }) => name,
      ),
      quiets: new Map(live.flatMap((part) => part.quiets).map(({ trigger }) => [trigger.id | 0, trigger])),
      templates,
      collections: new Map((source.collections ?? []).map((one) => [one.collection, one])),
      pools: new Map((source.pools ?? []).map((one) => [one.codes, one])),
      policy,
      stops: source.stops ?? [],
      stopChanges: source.stopChanges ?? [],
      plans: source.plans ?? [],
      pauses: source.pauses === undefined ? noPauses : pausesOf(source.pauses),
    }
  }

  /** What the blocks of a template ask: of a passage, because that is what the mail is about. */
  blockConditions(template: string, conditions: Readonly<Record<string, Condition>>): readonly (readonly [string, CompiledCondition])[] {
    const definition = { kind: 'template', name: template } as const
    const entries = Object.entries(conditions)
    if (entries.length > limits.blockConditions) {
      const message = mistake('many-block-conditions', { count: entries.length, max: limits.blockConditions })
      this.problems.push({ severity: 'error', code: 'template.conditions', message, fix: mistake('ask-by-one-name'), definition, path: ['conditions'] })
    }
    return entries.map(([name, condition]) => [name, this.condition(definition, condition, ['conditions', name], true)] as const)
  }

  policy(): CompiledPolicy {
    const { workspace } = this.source
    const definition = { kind: 'workspace', name: workspace.workspace } as const
    return compilePolicy(workspace, {
      memories: this.registry,
      templates: this.source.templates,
      condition: (condition, path) => this.condition(definition, condition, path, false),
      problem: (problem) => this.problems.push({ severity: 'error', ...problem, definition }),
    })
  }

  /** What is wrong with the workspace's own numbers, and with names that are given twice. */
  checkWorkspace(): void {
    const { workspace, journeys, segments, templates } = this.source
    const report = (problem: Omit<Problem, 'definition' | 'severity'>): void =>
      void this.problems.push({ severity: 'error', ...problem, definition: { kind: 'workspace', name: workspace.workspace } })
    checkMaxAge(workspace.maxAge, report)
    if (workspace.sessionGap !== undefined) checkDuration(workspace.sessionGap, { what: 'a session', path: ['sessionGap'] }, report)
    const live = journeys.filter((version) => version.live).map(({ definition }) => definition.journey)
    this.refuseTwice('journey', live)
    this.refuseTwice(
      'segment',
      segments.map(({ segment }) => segment),
    )
    this.refuseTwice(
      'template',
      templates.map(({ template }) => template),
    )
  }

  refuseTwice(kind: 'journey' | 'segment' | 'template', names: readonly string[]): void {
    for (const name of new Set(names.filter((one, index) => names.indexOf(one) < index))) {
      const message = mistake('twice-called', { kind, name })
      this.problems.push({ severity: 'error', code: 'name.twice', message, fix: mistake('own-name-each'), definition: { kind, name }, path: [kind] })
    }
  }

  condition(
    definition: Problem['definition'],
    condition: Condition,
    path: readonly (string | number)[],
    passage: boolean,
    severity: Problem['severity'] = 'error',
  ): CompiledCondition {
    const { source } = this
    const context: ConditionContext = {
      memories: this.registry,
      segment: (name) => source.segments.find((segment) => segment.segment === name)?.if,
      problem: (code, message, fix, place) =>
        this.problems.push({ severity, code, message, ...(fix === undefined ? {} : { fix }), definition, path: [...path, ...place] }),
      hasPassage: passage,
      sessionGapMs: this.sessionGapMs,
      countsTo: source.countsTo,
      lists: this.names(source.workspace.lists),
      topics: this.topicNames(),
      templates: new Set(source.templates.map((template) => template.template)),
      journeys: new Map(source.journeys.map((one) => [one.definition.journey, stepIds(one.definition.steps)])),
      segments: new Set(source.segments.map((segment) => segment.segment)),
    }
    const found = this.problems.length
    const compiled = compileCondition(condition, context)
    this.readsEveryEvent ||= compiled.dependencies.session || compiled.dependencies.firstSeen
    const clash = this.problems.length > found ? undefined : contradictionIn(condition, context.segment)
    if (clash !== undefined) this.problems.push({ severity: 'warning', ...neverProblem(clash, compiled), definition, path })
    return compiled
  }

  /** Names that were declared; undefined when nothing was, and then any name will do. */
  names(declared: readonly string[] | undefined): ReadonlySet<string> | undefined {
    return declared === undefined ? undefined : new Set(declared)
  }

  /** What one may say yes or no to: the topics that were declared, and the channels as a whole. */
  topicNames(): ReadonlySet<string> | undefined {
    const { topics } = this.source.workspace
    return topics === undefined ? undefined : new Set([...topics.map(({ topic }) => topic), ...personalChannels])
  }

  watches(parts: readonly JourneyParts[]): Watch[] {
    const segments = this.source.segments.map((segment): Watch => {
      const condition = this.condition({ kind: 'segment', name: segment.segment }, segment.if, ['if'], false)
      return { id: hash32(`segment\n${segment.segment}\n${canonicalJson(segment.if)}`), condition, segment: segment.segment, becomes: [] }
    })
    const becomes = parts
      .flatMap((part) => (part.journey.live ? part.becomes : []))
      .map(
        ({ definition, condition, journey }): Watch => ({
          id: hash32(`becomes\n${journey.name}\n${canonicalJson(definition)}`),
          condition,
          segment: undefined,
          becomes: [journey],
        }),
      )
    const schedules = parts
      .flatMap((part) => (part.journey.live ? part.schedules : []))
      .map(({ definition, trigger }): Watch => {
        const id = hash32(`at\n${trigger.journey.name}\n${canonicalJson(definition)}`)
        return { id, condition: scheduleCondition(trigger), segment: undefined, becomes: [], schedule: trigger }
      })
    return [...segments, ...becomes, ...schedules]
  }

  reactions(memories: readonly MemorySlot[], watches: readonly Watch[], parts: readonly JourneyParts[]): ReadonlyMap<string, Reactions> {
    const roles = cartEvents(this.source.workspace)
    const live = parts.filter((part) => part.journey.live)
    const heard = new Set(parts.flatMap(({ journey }) => [...journey.hears, ...journey.asks]))
    const byEvent = {
      memories: groupBy(memories, (slot) => slot.events),
      watches: groupBy(watches, (watch) => [...watch.condition.dependencies.events]),
      triggers: groupPairs<EventTrigger>(live.flatMap((part) => part.triggers)),
      arms: groupPairs<QuietTrigger>(live.flatMap((part) => part.quiets.flatMap(({ on, trigger }) => on.map((event) => ({ event, trigger }))))),
      disarms: groupPairs<QuietTrigger>(live.flatMap((part) => part.quiets.flatMap(({ unless, trigger }) => unless.map((event) => ({ event, trigger }))))),
    }
    const spare = sparing()
    const names = new Set([...roles.keys(), ...heard, ...Object.values(byEvent).flatMap((index) => [...index.keys()])])
    return new Map(
      [...names].map((name) => [
        name,
        {
          memories: intakeOf(byEvent.memories.get(name) ?? []),
          watches: byEvent.watches.get(name) ?? [],
          spared: (byEvent.watches.get(name) ?? []).map(({ condition }) => spare(condition, name)),
          isHeard: heard.has(name),
          cart: roles.get(name),
          triggers: byEvent.triggers.get(name) ?? [],
          arms: byEvent.arms.get(name) ?? [],
          disarms: byEvent.disarms.get(name) ?? [],
        },
      ]),
    )
  }

  /** 0 is kept for states that no program has touched. */
  identity(memories: readonly MemorySlot[], watches: readonly Watch[], parts: readonly JourneyParts[]): number {
    const journeys = parts.map(({ journey }) => `${journey.name}/${journey.version}/${journey.live}/${canonicalJson(contentOf(journey.definition))}`)
    const { plans = [], workspace } = this.source
    const planned = plans.length === 0 ? [] : [canonicalJson(plans)]
    const all = [...memories.map((slot) => slot.id), ...watches.map((watch) => watch.id), ...journeys, canonicalJson(workspace), ...planned]
    return hash32(all.join('\n')) || 1
  }
}

/**
 * Who starts another journey, or jumps to it, hands on the event that started their own: so they remember of it what the other one needs, and what
 * those need that it starts.
 */
function handOnTriggers(parts: readonly JourneyParts[]): void {
  const live = new Map(parts.filter((part) => part.journey.live).map((part) => [part.journey.name, part]))
  let hasGrown = true
  while (hasGrown) {
    hasGrown = false
    for (const { journey, needsTrigger } of parts) {
      const before = journey.triggerPaths.length
      for (const [step] of walkSteps(journey.definition.steps, [])) {
        const name = 'start' in step ? step.start : 'jump' in step ? step.jump : undefined
        for (const path of (name === undefined ? undefined : live.get(name))?.journey.triggerPaths ?? []) needsTrigger(`trigger.${path.join('.')}`)
      }
      hasGrown ||= journey.triggerPaths.length > before
    }
  }
}

function indexWatches(watches: readonly Watch[]): WatchIndex {
  const by = (names: (watch: Watch) => Iterable<string>): Map<string, Watch[]> => groupBy(watches, (watch) => [...names(watch)])
  return {
    attribute: by((watch) => watch.condition.dependencies.attributes),
    list: by((watch) => watch.condition.dependencies.lists),
    topic: by((watch) => watch.condition.dependencies.topics),
    journey: by((watch) => watch.condition.dependencies.journeys),
    cart: watches.filter((watch) => watch.condition.dependencies.cart),
    session: watches.filter((watch) => watch.condition.dependencies.session),
  }
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [item])
      else group.push(item)
    }
  }
  return groups
}

function groupPairs<T>(pairs: readonly { readonly event: string; readonly trigger: T }[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const { event, trigger } of pairs) groups.set(event, [...(groups.get(event) ?? []), trigger])
  return groups
}
