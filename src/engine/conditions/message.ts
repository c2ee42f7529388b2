// message: what became of a message. It is an `event` condition about the events that Oncue makes of messages.

import type { Where } from '../../model/comparison.ts'
import type { EventCondition, MessageCondition } from '../../model/condition.ts'
import type { SystemEventName } from '../../model/event.ts'
import { mistake } from '../../model/mistake.ts'
import type { CompileKind } from './condition-context.ts'
import { engagementWhere, engagementWords } from './engagement.ts'
import { compileEvent } from './event.ts'
import { checkName } from './names.ts'
import { compileWindow } from './window.ts'
import { countWords } from './words.ts'

const events: Record<MessageCondition['did'], SystemEventName> = {
  sent: 'Message Sent',
  delivered: 'Message Delivered',
  opened: 'Message Opened',
  clicked: 'Message Clicked',
  bounced: 'Message Bounced',
}

export const compileMessage: CompileKind<MessageCondition> = (condition, compiling) => {
  const { message, did, count = { gte: 1 }, within, since, by } = condition
  if (message !== 'any') checkName(compiling, { kind: 'template', name: message, known: compiling.templates, path: ['message'] })
  const isReaction = did === 'opened' || did === 'clicked'
  if (by !== undefined && !isReaction) {
    compiling.problem('by-without-reaction', mistake('by-of-nobody', { did }), mistake('no-by'), ['by'])
  }
  const who = isReaction ? (by ?? 'human') : undefined
  const where: Where = { ...(message === 'any' ? {} : { template: { eq: message } }), ...(who === undefined ? {} : { by: engagementWhere(who) }) }
  const window = { ...(within === undefined ? {} : { within }), ...(since === undefined ? {} : { since }) }
  const event: EventCondition = { event: events[did], where, count, ...window }
  const compiledEvent = compileEvent(event, compiling)
  const subject = message === 'any' ? 'any message' : message
  const windowWords = compileWindow({ ...compiling, problem: () => {} }, window).words
  return { ...compiledEvent, words: `${subject} ${did}${who === undefined ? '' : ` by a ${engagementWords(who)}`} ${countWords(count)}${windowWords}` }
}
