// The part that all effects of a step have in common; above all their deterministic key.

import type { Effect } from '../../model/effect.ts'
import { effectKeyStart } from '../passage.ts'
import type { Enrollment } from '../state.ts'
import type { Turn } from '../turn.ts'

type EffectBase = Pick<Effect, 'key' | 'decidedAt' | 'journey' | 'journeyVersion' | 'enrollment' | 'step' | 'triggerPosition' | 'expiresAt'>

/** The same decision always has the same key: subscriber, journey, version, enrollment, step and how many steps were entered before. */
export function effectBase(turn: Turn, enrollment: Enrollment, expiresMs: number | undefined): EffectBase {
  const { position } = enrollment.trigger
  return {
    key: `${effectKeyStart(turn.state.id, enrollment)}${enrollment.step}/${enrollment.visits}`,
    decidedAt: turn.now,
    journey: enrollment.journey,
    journeyVersion: enrollment.version,
    enrollment: enrollment.id,
    step: enrollment.step,
    ...(position === undefined ? {} : { triggerPosition: position }),
    ...(expiresMs === undefined ? {} : { expiresAt: (turn.asOf ?? turn.now) + expiresMs }),
  }
}
