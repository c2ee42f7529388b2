// One journey version -> what the program needs of it: its triggers by event, its steps by id, its exits and its goal. Nested steps become a
// flat map in which every step knows where to go on.

import { type CompiledWhere, compileWhere, refsOf, type Where } from '../model/comparison.ts'
import type { Condition } from '../model/condition.ts'
import { parseCron } from '../model/cron.ts'
import type { AttributeType, Problem } from '../model/definitions.ts'
import { durationMs } from '../model/duration.ts'
import { isReaction, systemEvents } from '../model/event.ts'
import type { Journey, Step, Trigger } from '../model/journey.ts'
import { readPath, splitPath } from '../model/json.ts'
import { mistake } from '../model/mistake.ts'
import { currencyPattern } from '../model/money.ts'
import { readLocalInstant } from '../model/one-instant.ts'
import { sentence } from '../model/sentence.ts'
import type { CompiledCondition } from './answer.ts'
import { canonicalJson } from './canonical-json.ts'
import { hash32 } from './chance.ts'
import { checkJourney } from './check-journey.ts'
import { checkNever } from './check-never.ts'
import { checkSteps } from './check-steps.ts'
import type { AskOfSegment } from './contradictions.ts'
import { propertyPath } from './conversion.ts'
import { Schedule } from './cron.ts'
import { OneInstant } from './one-instant.ts'
import type {
  CompiledGoal,
  CompiledJourney,
  CompiledStep,
  CompiledTemplateUse,
  EventTrigger,
  JourneyVersion,
  QuietTrigger,
  ScheduleTrigger,
} from './program.ts'
import { compileStep } from './steps/compile-step.ts'
import { isAboutOwnMessages } from './steps/on.ts'
import type { Path, StepContext } from './steps/step-context.ts'
import { idFromPlace } from './walk-steps.ts'

export interface JourneyContext {
  readonly condition: (condition: Condition, path: Path, hasPassage: boolean) => CompiledCondition
  readonly problem: (problem: Omit<Problem, 'definition' | 'severity'> & { readonly severity?: Problem['severity'] }) => void
  readonly templates: ReadonlyMap<string, Pick<CompiledTemplateUse, 'topic' | 'conditions'>>
  readonly journeys: ReadonlySet<string>
  readonly segments: ReadonlySet<string>
  readonly ofSegment: AskOfSegment
  readonly pools: ReadonlySet<string>
  readonly lists: ReadonlySet<string> | undefined
  readonly topics: ReadonlySet<string> | undefined
  readonly attributeTypes: ReadonlyMap<string, AttributeType>
  readonly defaultMaxAge: string
}

/** A compiled journey with its triggers, for the program's indexes. */
export interface JourneyParts {
  readonly journey: CompiledJourney
  /** Remembers that the journey reads this path of the triggering event. */
  readonly needsTrigger: (ref: string) => void
  readonly triggers: readonly { readonly event: string; readonly trigger: EventTrigger }[]
  readonly quiets: readonly { readonly on: readonly string[]; readonly unless: readonly string[]; readonly trigger: QuietTrigger }[]
  readonly becomes: readonly { readonly definition: Condition; readonly condition: CompiledCondition; readonly journey: CompiledJourney }[]
  readonly schedules: readonly { readonly definition: Trigger; readonly trigger: ScheduleTrigger }[]
}

export function compileJourney({ definition, version, live }: JourneyVersion, context: JourneyContext): JourneyParts {
  const triggerRefs = new Set<string>()
  const triggerPaths: (readonly string[])[] = []
  const needsTrigger = (ref: string): void => {
    if (!ref.startsWith('trigger.') || triggerRefs.has(ref)) return
    triggerRefs.add(ref)
    triggerPaths.push(splitPath(ref).slice(1))
  }
  const condition = (inner: Condition, path: Path): CompiledCondition => {
    const compiled = context.condition(inner, path, true)
    for (const triggerPath of compiled.triggerPaths) needsTrigger(`trigger.${triggerPath}`)
    return compiled
  }
  const where = (inner: Where | undefined, event?: string): CompiledWhere => {
    for (const comparison of Object.values(inner ?? {})) for (const ref of refsOf(comparison)) needsTrigger(ref)
    return byPeople(event, inner, compileWhere(inner))
  }
  const steps = new Map<string, CompiledStep>()
  const shared = { definition, version, context, condition, where, needsTrigger, steps }
  const first = compileSteps(definition.steps, ['steps'], undefined, shared)
  const keyPath = keyPathOf(definition, context)
  if (keyPath !== undefined) needsTrigger(`trigger.${keyPath.join('.')}`)
  // The cart of the triggering event is what templates show.
  needsTrigger('trigger.cart_id')
  const exits = compileExits(definition, { condition, where })
  const goal = compileGoal(definition, where, context)
  const asked = [...exits.conditions, ...[...steps.values()].flatMap((step) => step.conditions)]
  const journey: CompiledJourney = {
    name: definition.journey,
    version,
    live,
    definition,
    keyPath,
    again: definition.again ?? 'never',
    againMs: againMsOf(definition),
    maxAgeMs: durationMs(definition.maxAge ?? context.defaultMaxAge),
    triggerPaths,
    first,
    steps,
    exitEvents: exits.events,
    exitConditions: exits.conditions,
    goal,
    hears: new Set([
      ...exits.events.map((rule) => rule.event),
      ...(goal === undefined ? [] : [goal.event]),
      ...[...steps.values()].flatMap((step) => step.hears),
    ]),
    asks: new Set(asked.flatMap((one) => [...one.dependencies.events])),
    asksSession: asked.some((one) => one.dependencies.session),
    asksCart: asked.some((one) => one.dependencies.cart),
    asksJourneys: asked.flatMap((one) => [...one.dependencies.journeys]),
  }
  checkSteps(journey, (problem) => context.problem(problem))
  checkJourney(definition, (problem) => context.problem(problem))
  const maxAge = definition.maxAge ?? context.defaultMaxAge
  checkNever(definition, { maxAge, ofSegment: context.ofSegment }, (problem) => context.problem(problem))
  const triggers = compileTriggers(definition.enter, journey, { context, condition, where })
  return { ...triggers, journey, needsTrigger }
}

function compileGoal({ goal }: Journey, where: StepsContext['where'], context: JourneyContext): CompiledGoal | undefined {
  if (goal === undefined) return undefined
  const named = (path: string, key: 'value' | 'currency'): readonly string[] | undefined => {
    const found = propertyPath(path)
    if (found !== undefined) return found
    const fix = key === 'currency' ? mistake('currency-form') : mistake('write-property', { path })
    context.problem({ code: 'goal.path', message: mistake('goal-path', { path }), fix, path: ['goal', key] })
    return undefined
  }
  if (goal.currency !== undefined && goal.value === undefined) {
    const message = mistake('currency-alone')
    context.problem({ code: 'goal.currency', message, fix: mistake('value-of-goal'), path: ['goal', 'currency'] })
  }
  const isCode = goal.currency !== undefined && currencyPattern.test(goal.currency)
  return {
    event: goal.event,
    where: where(goal.where, goal.event),
    withinMs: durationMs(goal.within),
    creditMs: durationMs(goal.credit ?? goal.within),
    value: goal.value === undefined ? undefined : named(goal.value, 'value'),
    currency: isCode ? goal.currency : undefined,
    currencyPath: (goal.currency === undefined || isCode ? undefined : named(goal.currency, 'currency')) ?? ['currency'],
  }
}

interface StepsContext {
  readonly definition: Journey
  readonly version: number
  readonly context: JourneyContext
  readonly condition: (condition: Condition, path: Path) => CompiledCondition
  readonly where: (where: Where | undefined, event?: string) => CompiledWhere
  readonly needsTrigger: (ref: string) => void
  readonly steps: Map<string, CompiledStep>
}

/** Compiles a list of steps that leads on to `next`; returns the id of its first. */
function compileSteps(list: readonly Step[], path: Path, next: string | undefined, shared: StepsContext): string | undefined {
  const ids = list.map((step, index) => step.id ?? idFromPlace([...path, index]))
  for (const [index, step] of list.entries()) {
    const id = ids[index] as string
    const stepPath = [...path, index]
    if (shared.steps.has(id)) {
      shared.context.problem({ code: 'step.id', message: mistake('two-of-one-id', { step: id }), fix: mistake('own-id-each'), path: [...stepPath, 'id'] })
    }
    // Keeps the id taken, and the order of writing, while inner steps are compiled.
    shared.steps.set(id, undefined as unknown as CompiledStep)
    const after = ids[index + 1] ?? next
    const stepContext: StepContext = {
      journey: shared.definition,
      version: shared.version,
      id,
      path: stepPath,
      next: after,
      inner: (steps, innerPath) => compileSteps(steps, innerPath, after, shared),
      condition: shared.condition,
      where: shared.where,
      needsTrigger: shared.needsTrigger,
      problem: shared.context.problem,
      names: shared.context,
    }
    shared.steps.set(id, compileStep(step, stepContext))
  }
  return ids[0] ?? next
}

function compileExits(
  definition: Journey,
  compilers: Pick<StepsContext, 'condition' | 'where'>,
): { events: CompiledJourney['exitEvents']; conditions: CompiledCondition[] } {
  const events: CompiledJourney['exitEvents'][number][] = []
  const conditions: CompiledCondition[] = []
  for (const [index, exit] of (definition.exit ?? []).entries()) {
    if ('when' in exit) conditions.push(compilers.condition(exit.when, ['exit', index, 'when']))
    else events.push({ event: exit.event, where: compilers.where(exit.where, exit.event), own: isAboutOwnMessages(exit.event, exit.where), words: exit.event })
  }
  return { events, conditions }
}

type TriggerCompilers = { readonly context: JourneyContext } & Pick<StepsContext, 'condition' | 'where'>

function compileTriggers(enter: readonly Trigger[], journey: CompiledJourney, compilers: TriggerCompilers): Omit<JourneyParts, 'journey' | 'needsTrigger'> {
  const triggers: { event: string; trigger: EventTrigger }[] = []
  const quiets: { on: string[]; unless: string[]; trigger: QuietTrigger }[] = []
  const becomes: { definition: Condition; condition: CompiledCondition; journey: CompiledJourney }[] = []
  const schedules: { definition: Trigger; trigger: ScheduleTrigger }[] = []
  for (const [index, trigger] of enter.entries()) {
    const path = ['enter', index]
    const condition = 'if' in trigger && trigger.if !== undefined ? compilers.condition(trigger.if, [...path, 'if']) : undefined
    if ('quiet' in trigger) {
      const on = [trigger.on].flat()
      const unless = [trigger.unless ?? []].flat()
      // The same timer as long as the same events start and stop it: changing how long it runs changes those that run.
      const events = canonicalJson({ on, unless, where: trigger.where })
      const ordinal = enter
        .slice(0, index)
        .filter((one) => 'quiet' in one && canonicalJson({ on: [one.on].flat(), unless: [one.unless ?? []].flat(), where: one.where }) === events).length
      const id = hash32(`quiet\n${journey.name}\n${events}\n${ordinal}`)
      const words = sentence('silence', { events: on.join(', '), duration: trigger.quiet, others: unless.length === 0 ? undefined : unless.join(', ') })
      quiets.push({ on, unless, trigger: { id, journey, quietMs: durationMs(trigger.quiet), where: compilers.where(trigger.where), condition, words } })
    } else if ('on' in trigger) {
      for (const [place, event] of [trigger.on].flat().entries()) {
        triggers.push({ event, trigger: { journey, where: compilers.where(trigger.where, event), condition } })
        refuseMisspelt(event, [...path, 'on', ...(Array.isArray(trigger.on) ? [place] : [])], compilers.context)
      }
    } else if ('becomes' in trigger) {
      refuseKey(journey, 'a condition that turns true', compilers.context)
      becomes.push({ definition: trigger.becomes, condition: compilers.context.condition(trigger.becomes, [...path, 'becomes'], false), journey })
    } else if ('at' in trigger) {
      refuseKey(journey, 'a schedule', compilers.context)
      schedules.push({ definition: trigger, trigger: scheduleTrigger(trigger, journey, path, compilers) })
    } else {
      triggers.push(membershipTrigger(trigger, { journey, condition }, path, compilers))
    }
  }
  return { triggers, quiets, becomes, schedules }
}

function scheduleTrigger(
  { at, zone, for: held }: Extract<Trigger, { at: unknown }>,
  journey: CompiledJourney,
  path: Path,
  { context }: TriggerCompilers,
): ScheduleTrigger {
  const condition = held === undefined ? undefined : context.condition(held, [...path, 'for'], false)
  const local = readLocalInstant(at)
  const schedule = local === undefined ? new Schedule(parseCron(at)) : new OneInstant(local)
  const asked = { condition: condition?.words }
  const words = local === undefined ? sentence('schedule', { schedule: at, ...asked }) : sentence('one-instant', { time: at, ...asked })
  return { journey, schedule, zone: zone === 'subscriber' ? undefined : zone, condition, words }
}

function refuseKey(journey: CompiledJourney, what: string, context: JourneyContext): void {
  if (journey.keyPath === undefined) return
  const message = mistake('key-without-event', { what })
  context.problem({ code: 'key.becomes', message, fix: mistake('no-key-or-event'), path: ['key'] })
}

function membershipTrigger(
  trigger: Extract<Trigger, { joins: unknown } | { leaves: unknown }>,
  base: { readonly journey: CompiledJourney; readonly condition: CompiledCondition | undefined },
  path: Path,
  compilers: TriggerCompilers,
): { event: string; trigger: EventTrigger } {
  const isJoining = 'joins' in trigger
  const what = 'joins' in trigger ? trigger.joins : trigger.leaves
  const place = [...path, isJoining ? 'joins' : 'leaves']
  if ('segment' in what) {
    if (!compilers.context.segments.has(what.segment)) {
      compilers.context.problem({
        code: 'segment.unknown',
        message: mistake('no-segment', { segment: what.segment }),
        fix: mistake('check-or-write'),
        path: [...place, 'segment'],
      })
    }
    return { event: isJoining ? 'Segment Entered' : 'Segment Left', trigger: { ...base, where: compileWhere({ segment: what.segment }) } }
  }
  if (compilers.context.lists?.has(what.list) === false) {
    compilers.context.problem({
      code: 'list.unknown',
      message: mistake('no-list', { list: what.list }),
      fix: mistake('add-to-lists'),
      path: [...place, 'list'],
    })
  }
  return { event: isJoining ? 'List Joined' : 'List Left', trigger: { ...base, where: compileWhere({ list: what.list }) } }
}

/** What a machine opened or clicked is no reaction of a person's, unless `where` asks for it. */
function byPeople(event: string | undefined, where: Where | undefined, compiled: CompiledWhere): CompiledWhere {
  if (event === undefined || !isReaction(event) || where?.['by'] !== undefined) return compiled
  return (properties, resolve) => {
    const by = readPath(properties, ['by'])
    return by !== 'machine' && by !== 'proxy' && compiled(properties, resolve)
  }
}

function keyPathOf(definition: Journey, context: JourneyContext): readonly string[] | undefined {
  if (definition.key === undefined) return undefined
  const [root, ...path] = splitPath(definition.key)
  if (root === 'properties' && path.length > 0) return path
  context.problem({
    code: 'key.path',
    message: mistake('key-path', { path: definition.key }),
    fix: mistake('write-property', { path: definition.key }),
    path: ['key'],
  })
  return undefined
}

function againMsOf({ again }: Journey): number {
  if (again === undefined || typeof again === 'string') return 0
  return durationMs('after' in again ? again.after : again.within)
}

function refuseMisspelt(event: string, path: Path, context: JourneyContext): void {
  const known = Object.keys(systemEvents).find((name) => name !== event && name.toLowerCase() === event.toLowerCase())
  if (known !== undefined)
    context.problem({ severity: 'warning', code: 'event.spelling', message: mistake('no-such-event', { event }), fix: mistake('meant', { name: known }), path })
}
