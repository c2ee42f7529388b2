// Compiles a condition: checks what can be checked before anything runs, finds the memories it needs and gives back a function
// that answers whether it holds and until when. The meaning of each kind is said in docs/reference/conditions.md.

import { type Condition, type ConditionKind, conditionKind } from '../../model/condition.ts'
import { mistake } from '../../model/mistake.ts'
import type { CompiledCondition } from '../answer.ts'
import { compileAggregate } from './aggregate.ts'
import { compileAll } from './all.ts'
import { compileAny } from './any.ts'
import { compileAttribute } from './attribute.ts'
import { compileCart } from './cart.ts'
import type { CompileKind, Compiling, ConditionContext, Path } from './condition-context.ts'
import { compileDistinct } from './distinct.ts'
import { compileEvent } from './event.ts'
import { compileInOrder } from './in-order.ts'
import { compileJourney } from './journey.ts'
import { compileLatest } from './latest.ts'
import { compileList } from './list.ts'
import { compileMessage } from './message.ts'
import { checkName } from './names.ts'
import { compileNot } from './not.ts'
import { compileRate } from './rate.ts'
import { compileSegment } from './segment.ts'
import { compileSince } from './since.ts'
import { compileTime } from './time.ts'
import { compileTopic } from './topic.ts'
import { compileTrigger } from './trigger.ts'

export type { ConditionContext, ReportProblem } from './condition-context.ts'

/** All kinds. Each compiler gets only conditions of its own kind. */
const kinds = {
  all: compileAll,
  any: compileAny,
  not: compileNot,
  event: compileEvent,
  sum: compileAggregate,
  avg: compileAggregate,
  min: compileAggregate,
  max: compileAggregate,
  distinct: compileDistinct,
  'in-order': compileInOrder,
  latest: compileLatest,
  since: compileSince,
  attribute: compileAttribute,
  list: compileList,
  topic: compileTopic,
  segment: compileSegment,
  message: compileMessage,
  rate: compileRate,
  journey: compileJourney,
  cart: compileCart,
  time: compileTime,
  trigger: compileTrigger,
} as const satisfies Record<ConditionKind, CompileKind<never>>

/**
 * Compiles a condition that the schema has accepted. Problems are reported to the context and never thrown; what is returned
 * then is not to be asked. The memories have their ids once the registry is complete.
 */
export function compileCondition(condition: Condition, context: ConditionContext): CompiledCondition {
  return compileAt(condition, context, { open: [], compiled: new Map() })
}

/** The segments that a condition speaks of, each compiled once; `open` are those that are being compiled. */
interface Segments {
  readonly open: readonly string[]
  readonly compiled: Map<string, CompiledCondition>
}

function compileAt(condition: Condition, context: ConditionContext, segments: Segments): CompiledCondition {
  const kind = conditionKind(condition)
  if (kind === undefined) throw new Error('a condition of no known kind reached the compiler: parse it with conditionSchema first')
  const compiling: Compiling = {
    ...context,
    part: (part, ...path) => compileAt(part, inside(context, path), segments),
    segmentCondition: (name) => compileSegmentNamed(name, context, segments),
  }
  return { ...(kinds[kind] as CompileKind<Condition>)(condition, compiling), source: condition }
}

function inside(context: ConditionContext, path: Path): ConditionContext {
  return { ...context, problem: (code, message, fix, place) => context.problem(code, message, fix, [...path, ...place]) }
}

function compileSegmentNamed(name: string, context: ConditionContext, segments: Segments): CompiledCondition | undefined {
  const known = segments.compiled.get(name)
  if (known !== undefined) return known
  if (segments.open.includes(name)) {
    const circle = [...segments.open.slice(segments.open.indexOf(name)), name].join(' -> ')
    context.problem('segment-cycle', mistake('segment-circle', { segment: name, way: circle }), mistake('open-segment-circle'), ['segment'])
    return undefined
  }
  const condition = context.segment(name)
  if (condition === undefined) {
    checkName(context, { kind: 'segment', name, known: context.segments ?? [], path: ['segment'] })
    return undefined
  }
  // A segment's own problems are reported where it is defined; here only what leads back to itself. It knows no enrollment.
  const problem: ConditionContext['problem'] = (code, message, fix) => {
    if (code === 'segment-cycle') context.problem(code, message, fix, ['segment'])
  }
  const compiled = compileAt(condition, { ...context, problem, hasPassage: false }, { open: [...segments.open, name], compiled: segments.compiled })
  segments.compiled.set(name, compiled)
  return compiled
}
