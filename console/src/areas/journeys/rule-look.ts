// How what holds at every step is drawn and said: what counts as success, and what ends the journey early. Like step-look.ts for steps.

import { DoorOpen, type LucideIcon, Target } from 'lucide-react'
import type { Say } from '../../words/words.ts'
import type { Rule } from './rules.ts'
import { conditionWords, lengthWords } from './step-look.ts'
import type { RulePlace, Value } from './step-tree.ts'

export const ruleLooks: Readonly<Record<RulePlace, { readonly icon: LucideIcon; readonly color: string }>> = {
  goal: { icon: Target, color: 'bg-good-tint text-good' },
  exit: { icon: DoorOpen, color: 'bg-sunken text-soft' },
}

/** What it is, in two parts: its kind, and what of it would make its name too long. */
export function ruleKindWords({ place, values }: Rule, say: Say): string {
  const within = place === 'goal' ? values[0]?.['within'] : undefined
  const kind = say(`rule.${place}`)
  return within === undefined ? kind : `${kind} · ${say('rule.within', { length: lengthWords(within, say, 'length-after') })}`
}

/** The event that counts, or ends it; or what holds then. */
export function ruleValueWords({ event, when, where }: Value, say: Say, sayCondition: Say | undefined): string {
  if (event === undefined) return conditionWords(when, sayCondition) ?? say('way.match')
  return where === undefined ? String(event) : `${String(event)} · ${say('has-if')}`
}

/** Its name on a card, where it stands below that something more has to be so. */
export function ruleName({ values }: Rule, say: Say, sayCondition: Say | undefined): string {
  return values.map(({ where: _, ...value }) => ruleValueWords(value, say, sayCondition)).join(` ${say('or')} `)
}

/** All of them, any of which will do. */
export function ruleWords({ values }: Rule, say: Say, sayCondition: Say | undefined): string {
  return values.map((value) => ruleValueWords(value, say, sayCondition)).join(` ${say('or')} `)
}
