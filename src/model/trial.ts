// A trial before the rest: of the people of a mail to many some go ahead, each with one of the variants, and the others wait until it is known which of
// them does best. Which one that is, is chosen once for everybody, with an instant, as a pause is.

import { z } from 'zod'
import { durationSchema } from './duration.ts'

const says = (description: string) => ({ description })

/** By what the winner is chosen: by opens or clicks, each per mail, by who reached the goal, per passage, or by a person. */
export const trialMeasures = ['opened', 'clicked', 'converted', 'hand'] as const
export type TrialMeasure = (typeof trialMeasures)[number]

export const trialSchema = z
  .strictObject({
    share: z.number().min(1).max(90).meta(says('How many percent of the people go ahead, 1 to 90; the variants share them out.')),
    for: durationSchema.meta(says('How long the others wait; then the winner is chosen. A duration such as 4h.')),
    by: z.enum(trialMeasures).meta(says('By what the winner is chosen: opened, clicked, converted, or hand: somebody says which.')),
    otherwise: z.string().min(1).max(256).meta(says('The variant for the others when it is a tie, too few to tell, or nobody said which.')),
  })
  .meta(says('Some go ahead with the variants, the others wait and get the one that did best.'))
export type Trial = z.infer<typeof trialSchema>

/** Why a variant was chosen. `shown`: it did best and the difference is beyond chance; `not-shown`: it did best and that may be chance. */
export const winnerReasons = ['shown', 'not-shown', 'tie', 'too-few', 'nobody-chose', 'by-hand'] as const
export type WinnerReason = (typeof winnerReasons)[number]

/** What was counted of a variant when the winner was chosen; those who are held out are left aside, and only people open and click. */
export interface TrialArm {
  readonly variant: string
  readonly passages: number
  readonly converted: number
  readonly sent: number
  readonly opened: number
  readonly clicked: number
}

/** The others go on with this variant. A later choice counts for whoever still waits then. */
export interface WinnerChange {
  readonly do: 'choose'
  readonly step: string
  readonly variant: string
  readonly because: WinnerReason
  readonly arms: readonly TrialArm[]
}
