// What the door of "why" answers, as a schema: the same that `oncue why --json` prints.

import { z } from 'zod'
import { askedRules } from '../../../insight/why/asked-messages.ts'
import type { WhyAnswer } from '../../../insight/why/why-answer.ts'
import { anyObject } from '../admin-route.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'

type Reason = NonNullable<WhyAnswer['waysIn'][number]['now']>

const instant = z.int().describe('UTC milliseconds')
const evidence = named('Evidence', {
  name: z.string(),
  occurredAt: instant,
  position: z.int().nullable().describe('Its place in the log'),
  messageId: z.string().nullable(),
  counts: z.boolean().describe('false: it nearly counted'),
  change: z
    .strictObject({
      attribute: z.string(),
      previous: z.unknown().describe('null where it had none'),
      value: z.unknown().describe('null where it was removed'),
      source: z.string().describe('`event`, `api`, `import`, `journey`'),
      by: z.strictObject({ journey: z.string(), step: z.string() }).nullable().describe('The step that did it'),
    })
    .nullable()
    .describe('What became of an attribute and who did it; of a number the newest five changes that built it'),
})
const reasonFields = {
  words: z.string().describe('What is asked, in English'),
  condition: anyObject.nullable().describe('The condition as it was authored'),
  value: z.boolean(),
  until: z.number().nullable().describe('When the value may change by itself; null when never'),
  detail: z.string().describe('The numbers behind the answer'),
  nearMiss: z.string().describe('How near it was, for a count that was not reached'),
  says: z.array(said).describe('Both as data'),
  evidence: z.array(evidence).describe('The events that decided it'),
}
const reasonSchema = named('Reason', {
  ...reasonFields,
  parts: z.lazy((): z.ZodType<readonly Reason[]> => z.array(reasonSchema)).describe('Its parts, of the same form'),
}) as unknown as z.ZodType<Reason>
const reason = reasonSchema.nullable()
const chance = named('Chance', {
  at: instant,
  event: z.strictObject({ name: z.string(), occurredAt: instant, position: z.int().nullable(), messageId: z.string().nullable() }),
  key: z.string().nullable().describe('What tells the passages of a keyed journey apart; null where nothing does'),
  outcome: z.enum(['entered', 'not entered', 'condition not met', 'where not met', 'restarted', 'called off', 'still running']),
  because: z.string(),
  said,
  reason: reason.describe('The condition of the way in at that instant, where it was asked'),
})
const rule = named('AskedRule', {
  rule: z.enum(askedRules),
  outcome: z.enum(['passes', 'refuse', 'defer', 'hold', 'not known']),
  because: z.string().nullable().describe('In words, with its numbers; null when it has nothing against the message'),
  said: said.nullable(),
  until: z.number().nullable(),
  numbers: z.array(z.string()).describe('What it looked at where it has nothing against the message, in words: how many each frequency cap counts, say'),
  numbersSaid: z.array(said).describe('The same as data'),
})
const message = named('AskedMessage', {
  when: z
    .enum(['asked', 'waits', 'would be'])
    .describe('asked: it was to be handed over · waits: it waits now · would be: what would be said now of one that the journey has not sent'),
  at: instant,
  step: z.string(),
  channel: z.string(),
  template: z.string().nullable(),
  topic: z.string().nullable(),
  message: z.string().nullable().describe('The message; null when it is none yet'),
  putOffUntil: z
    .number()
    .nullable()
    .describe('Until when one that waits was put off when it was last asked about: then it is asked about again, whatever the rules say meanwhile'),
  stoppedBy: z.enum(askedRules).nullable().describe('The first rule that had something against it; null when it went, or would'),
  rules: z.array(rule).describe('In the order of asking'),
})

/** The answer. */
export const whyAnswer = named('Why', {
  subscriber: z.int(),
  journey: z.string(),
  version: z.int().nullable().describe('The version that was in force then; null when there was none'),
  at: instant,
  status: z.enum(['inside', 'was inside', 'never entered', 'no such journey', 'not known yet']),
  answer: z.string().describe('The answer in a sentence'),
  answered: z.array(said).describe('The same as data, sentence by sentence'),
  waysIn: z.array(
    z.strictObject({
      words: z.string(),
      said,
      version: z.int().describe('The newest version that had it: that of the answer, unless somebody stood there before it was changed'),
      chances: z.array(chance).describe('Who stood at the door and when, newest first'),
      now: reason.describe('The condition of the way in now; null when it has none, or lets nobody in any more'),
    }),
  ),
  messages: z.array(message).describe('What each rule said about the messages of the journey, and would say now about those that it has not sent'),
  againFrom: z.number().nullable().describe('From when on `again` lets in anew; null when it would now, or the person has never been inside'),
  coming: z.array(z.strictObject({ at: z.number(), what: z.string(), said })).describe('What will happen by itself, and when'),
  trace: z.array(z.string()).describe('What was decided about the journey from `from` on, oldest first, in the words of `oncue trace`'),
  decided: z
    .array(
      z.strictObject({
        decision: anyObject,
        because: said.nullable(),
        step: z.strictObject({ kind: z.string(), about: z.string().nullable() }).nullable().describe('What its step does'),
      }),
    )
    .describe('The same as data'),
  isCut: z.boolean().describe('Whether the beginning of a very long life was left out'),
})
