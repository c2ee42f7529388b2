// Consent for a channel as a whole, beside that for the topic: nothing goes out by a channel that was said no to, and where a channel is
// opt-in, as text messages are unless the workspace says otherwise, nothing before a yes to it. A no to text messages or popups holds
// for transactional ones too: whoever answers STOP means all of them.

import { sentence } from '../../model/sentence.ts'
import { saidOn } from '../subscriptions.ts'
import { isToPerson, isTransactional, type Numbers, type Rule } from './rule.ts'

export const channelConsent: Rule = (asked) => {
  if (!isToPerson(asked)) return undefined
  const { turn, pending } = asked
  const said = Object.hasOwn(turn.state.topics, pending.channel) ? turn.state.topics[pending.channel] : undefined
  const isMail = pending.channel === 'email'
  if (said?.subscribed === false && !(isMail && isTransactional(asked))) {
    return { kind: 'refuse', reason: 'unsubscribed', because: sentence('no-to-channel', { channel: pending.channel }) }
  }
  // Whoever said yes to the topic by this channel has said yes to the channel for it.
  const { channelTopics } = turn.state
  const isOwn = pending.channel !== 'email' && Object.hasOwn(channelTopics, pending.channel) && pending.topic !== undefined
  if (isOwn && saidOn({ topics: {}, channelTopics }, pending.channel, pending.topic)?.subscribed === true) return undefined
  if (said?.subscribed === true || isTransactional(asked) || !turn.program.policy.channelAsksYes(pending.channel)) return undefined
  return { kind: 'refuse', reason: 'no consent', because: sentence('never-yes', { topic: pending.channel }) }
}

/** When there was a yes to the channel as a whole. */
export const channelWord: Numbers = (asked) => {
  const { turn, pending } = asked
  const said = isToPerson(asked) && Object.hasOwn(turn.state.topics, pending.channel) ? turn.state.topics[pending.channel] : undefined
  return said?.subscribed === true ? [sentence('yes-since', { topic: pending.channel, since: said.at })] : []
}
