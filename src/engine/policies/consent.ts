// Consent for the topic on the message's channel: nothing goes out after a no, and where the topic is opt-in nothing before a yes.
// Transactional topics are not asked about; mail without a topic has nothing to say yes to, so only a no to everything holds it back.

import { sentence } from '../../model/sentence.ts'
import { isOpen } from '../opt-in.ts'
import { everyTopic, saidOn } from '../subscriptions.ts'
import { isToPerson, isTransactional, type Numbers, type Rule } from './rule.ts'

export const consent: Rule = (asked) => {
  if (!isToPerson(asked) || isTransactional(asked)) return undefined
  const { turn, pending } = asked
  const { state } = turn
  const said = saidOn(state, pending.channel, pending.topic ?? pending.channel)
  if (said?.subscribed === false) {
    const isNoToAll = state.topics[everyTopic]?.subscribed === false || pending.topic === undefined
    return { kind: 'refuse', reason: 'unsubscribed', because: isNoToAll ? sentence('no-to-all') : sentence('no-to-topic', { topic: pending.topic }) }
  }
  if (pending.topic === undefined || !turn.program.policy.asksYes(pending.topic)) return undefined
  if (said?.subscribed === true) return undefined
  const isAsked = state.asks.some((ask) => ask.topics.includes(pending.topic as string) && isOpen(ask, turn.now))
  const because = sentence(isAsked ? 'not-answered' : 'never-yes', { topic: pending.topic })
  return { kind: 'refuse', reason: 'no consent', because }
}

/** What was said about the topic, where that lets the message pass. */
export const topicWord: Numbers = (asked) => {
  if (!isToPerson(asked) || isTransactional(asked)) return []
  const { turn, pending } = asked
  const said = saidOn(turn.state, pending.channel, pending.topic ?? pending.channel)
  if (said?.subscribed === true) return [sentence('yes-since', { topic: pending.topic ?? pending.channel, since: said.at })]
  return said === undefined && pending.topic !== undefined ? [sentence('no-no', { topic: pending.topic })] : []
}
