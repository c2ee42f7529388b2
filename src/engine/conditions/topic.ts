// topic: the last word about the topic, on a channel, was yes. A no to everything is a no to every topic, so by mail it needs no look of its own.

import type { TopicCondition } from '../../model/condition.ts'
import { type ConsentChannel, everyTopic } from '../../model/consent.ts'
import { sentence } from '../../model/sentence.ts'
import type { View } from '../answer.ts'
import type { TopicState } from '../state.ts'
import { hasSaidYes } from '../subscriptions.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { checkName } from './names.ts'

export const compileTopic: CompileKind<TopicCondition> = ({ topic, channel = 'email' }, compiling) => {
  const known = compiling.topics === undefined ? undefined : [...compiling.topics, everyTopic]
  checkName(compiling, { kind: 'topic', name: topic, known, path: ['topic'] })
  return compiled({
    words: `is subscribed to ${topic}${channel === 'email' ? '' : ` by ${channel}`}`,
    evaluate: (view) => lasting(hasSaidYes(view.state, channel, topic)),
    detail: (view) => {
      const said = saidOf(topic, channel, view)
      return said === undefined ? sentence('never-asked') : sentence(said.subscribed ? 'said-yes' : 'said-no', { at: said.at })
    },
    reads: { topics: channel === 'email' ? [topic] : [topic, channel, everyTopic] },
  })
}

function saidOf(topic: string, channel: ConsentChannel, { state }: View): TopicState | undefined {
  const topics = channel === 'email' ? state.topics : { ...state.channelTopics[channel] }
  return Object.hasOwn(topics, topic) ? topics[topic] : undefined
}
