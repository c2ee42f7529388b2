// Why a message was sent, in words: the decisions about it, and how its passage came to it.

import { decisionText } from '../engine/decision-text.ts'
import type { Program } from '../engine/program.ts'
import type { Decision } from '../model/decision.ts'
import { type ToldDecision, tellerOf } from './telling.ts'

export interface StoryAbout {
  /** Of the effect. */
  readonly key: string
  readonly journey: string
  readonly enrollment: number | undefined
  readonly decidedAt: number
}

export interface StoryLine extends ToldDecision {
  readonly at: number
  readonly text: string
}

/** The lines in order. */
export function messageStory(decisions: readonly Decision[], about: StoryAbout, program: Program | undefined): StoryLine[] {
  const { tell } = tellerOf(program)
  return decisions.filter((decision) => isAbout(decision, about)).map((decision) => ({ at: decision.at, text: decisionText(decision), ...tell(decision) }))
}

function isAbout(decision: Decision, { key, journey, enrollment, decidedAt }: StoryAbout): boolean {
  if ('effect' in decision) return decision.effect === key
  if (!('enrollment' in decision)) return false
  return decision.journey === journey && decision.enrollment === enrollment && decision.at <= decidedAt && decision.kind !== 'completed'
}
