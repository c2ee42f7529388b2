// Why a message was sent, in words: the decisions about it, and how its passage came to it.

import { decisionText } from '../engine/decision-text.ts'
import type { Decision } from '../model/decision.ts'

export interface StoryAbout {
  /** Of the effect. */
  readonly key: string
  readonly journey: string
  readonly enrollment: number | undefined
  readonly decidedAt: number
}

/** The lines in order. */
export function messageStory(decisions: readonly Decision[], about: StoryAbout): { at: number; text: string }[] {
  return decisions.filter((decision) => isAbout(decision, about)).map((decision) => ({ at: decision.at, text: decisionText(decision) }))
}

function isAbout(decision: Decision, { key, journey, enrollment, decidedAt }: StoryAbout): boolean {
  if ('effect' in decision) return decision.effect === key
  if (!('enrollment' in decision)) return false
  return decision.journey === journey && decision.enrollment === enrollment && decision.at <= decidedAt && decision.kind !== 'completed'
}
