// The file of a journey that is one mail to many: who, when, which mail. It is a journey like others, and may be edited as one afterwards.

import type { ConditionJson } from '../../conditions/condition-json.ts'
import { type Tries, triedStep } from './variants.ts'

export interface Mailing {
  readonly name: string
  readonly condition: ConditionJson
  /** As the file says it. */
  readonly at: string
  readonly zone: string
  readonly template: string
  /** Undefined: that of the template. */
  readonly topic: string | undefined
  /** The versions that are tried on some first; undefined when all get the same. */
  readonly tries: Tries | undefined
  /** The event that counts as success; undefined when nothing does. */
  readonly goal: string | undefined
}

/** Everybody who can be written to at all. */
export const everybody: ConditionJson = { attribute: 'email', exists: true }

/** The text of the file. */
export async function mailingText({ name, condition, at, zone, template, topic, tries, goal }: Mailing): Promise<string> {
  const { stringify } = await import('yaml')
  const mail = { send: template, ...(topic === undefined ? {} : { topic }) }
  const journey = {
    journey: name,
    enter: [{ at, zone, for: condition }],
    again: 'never',
    // So many mails may take their time, and that is no queue that somebody forgot.
    guard: { late: '2d' },
    ...(goal === undefined ? {} : { goal: { event: goal, within: '7d' } }),
    steps: [tries === undefined ? { id: 'write', ...mail } : triedStep(tries, mail)],
  }
  return stringify(journey, { version: '1.2', schema: 'core', lineWidth: 0 })
}
