// The variants that chance gave somebody, by their names: whoever has one keeps it.

import { limits } from '../model/limits.ts'
import type { ArmState, Enrollment, SubscriberState } from './state.ts'

/** The variant that somebody was given before at a split; undefined when none was. */
export function armOf({ arms }: Pick<SubscriberState, 'arms'>, journey: string, step: string): string | undefined {
  return arms.find((arm) => arm.journey === journey && arm.step === step)?.variant
}

/** Remembers it, in place of another one of the same split. */
export function rememberArm(state: SubscriberState, arm: ArmState): void {
  const others = state.arms.filter(({ journey, step }) => journey !== arm.journey || step !== arm.step)
  state.arms = [...others, arm].slice(-limits.arms)
}

/** The variant that a passage took last at a split. */
export function noteVariant(enrollment: Enrollment, step: string, variant: string): void {
  enrollment.variants = [...enrollment.variants.filter(([one]) => one !== step), [step, variant, enrollment.version]]
}
