// Consent for the topic: nothing goes out after a no, and where the topic is opt-in nothing before a yes. Transactional topics are not
// asked about; mail without a topic has nothing to say yes to, so only a no to everything holds it back.

import { everyTopic, isOptedOut } from '../subscriptions.ts'
import { isToPerson, isTransactional, type Rule } from './rule.ts'

export const consent: Rule = (asked) => {
  if (!isToPerson(asked) || isTransactional(asked)) return undefined
  const { turn, pending } = asked
  const { topics } = turn.state
  if (isOptedOut(topics, pending.topic ?? pending.channel)) {
    return { kind: 'refuse', reason: 'unsubscribed', because: `said no to ${topics[everyTopic]?.subscribed === false ? 'all mail' : pending.topic}` }
  }
  if (pending.topic === undefined || !turn.program.policy.asksYes(pending.topic)) return undefined
  const said = Object.hasOwn(topics, pending.topic) ? topics[pending.topic] : topics[everyTopic]
  if (said?.subscribed === true) return undefined
  return { kind: 'refuse', reason: 'no consent', because: `never said yes to ${pending.topic}, which is opt-in` }
}
