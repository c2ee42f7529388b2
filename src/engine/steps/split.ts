// split: one of several variants by chance, in proportion to their weights. Chance is a hash of journey, step and subscriber. Sticky: what
// somebody was given once is remembered by its name, so that weights and order may be edited without anybody changing sides; only for
// a variant that is gone another is drawn. Once a winner is declared everybody who comes by takes its way; the other ways stay for those who are
// on them, so do all numbers, and whoever had a variant has it again when the winner is withdrawn. With a trial some go ahead and the others wait: trial.ts.

import type { SplitStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { armOf, noteVariant, rememberArm } from '../arms.ts'
import { chance } from '../chance.ts'
import type { CompiledStep, Move } from '../program.ts'
import { count, type Turn, versionOf } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'
import { compileTrial } from './trial.ts'

export function compileSplit(step: SplitStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const total = step.split.reduce((sum, variant) => sum + (variant.weight ?? 1), 0)
  let reached = 0
  const variants = step.split.map((variant, index) => {
    reached += (variant.weight ?? 1) / total
    const isLast = index === step.split.length - 1
    return { way: index, name: variant.variant, below: isLast ? 1 : reached, to: context.inner(variant.steps, [...context.path, 'split', index, 'steps']) }
  })
  const names = new Set(variants.map((variant) => variant.name))
  if (names.size < variants.length) {
    context.problem({
      code: 'split.variant',
      message: mistake('same-variants'),
      fix: mistake('own-name-each-variant'),
      path: [...context.path, 'split'],
    })
  }
  const winner = step.winner === undefined ? undefined : variants.find(({ name }) => name === step.winner)
  if (step.winner !== undefined && winner === undefined) {
    context.problem({
      code: 'split.winner',
      message: mistake('no-variant', { variant: step.winner }),
      fix: mistake('name-one-of', { known: [...names].join(', ') }),
      path: [...context.path, 'winner'],
    })
  }
  const salt = `${context.journey.journey}\n${context.id}`
  const draw = (turn: Turn): (typeof variants)[number] | undefined => {
    const drawn = chance(salt, turn.state.id)
    const variant = variants.find((one) => drawn < one.below)
    if (variant !== undefined) rememberArm(turn.state, { journey: context.journey.journey, step: context.id, variant: variant.name, at: turn.now })
    return variant
  }
  const { trial } = step
  const ask = trial === undefined || winner !== undefined ? undefined : compileTrial(trial, variants, context)
  const plain = plainStep(context, 'split', condition, (turn, enrollment) => {
    const own = winner ?? variants.find(({ name }) => name === armOf(turn.state, enrollment.journey, context.id))
    const later = own === undefined ? ask?.(turn, enrollment) : undefined
    if (later !== undefined) return later
    const variant = own ?? draw(turn)
    const name = variant?.name ?? ''
    count(turn, versionOf(enrollment), context.id, `variant: ${name}`)
    if (enrollment.heldOut) count(turn, versionOf(enrollment), context.id, `variant held out: ${name}`)
    noteVariant(enrollment, context.id, name)
    if (ask !== undefined && trial !== undefined) return taken(variant, sentence('variant-ahead', { variant: name, share: String(trial.share) }))
    return taken(variant, sentence(winner === undefined ? 'variant' : 'variant-winner', { variant: name }))
  })
  return {
    ...plain,
    branches: variants.map((variant) => variant.to),
    ways: variants.map(({ name }) => sentence('variant', { variant: name })),
    mayWait: ask !== undefined,
  }
}

function taken(variant: { readonly to: string | undefined; readonly way: number } | undefined, because: string): Move {
  return variant === undefined ? { to: undefined, because } : { to: variant.to, because, way: variant.way }
}
