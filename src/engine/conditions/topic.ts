// topic: the last word about the topic was yes. A no to everything is a no to every topic, so it needs no look of its own.

import type { TopicCondition } from '../../model/condition.ts'
import type { View } from '../answer.ts'
import { instantText } from '../memories/shape.ts'
import type { TopicState } from '../state.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { checkName } from './names.ts'

/** The topic that stands for all of them. */
const everything = 'all'

export const compileTopic: CompileKind<TopicCondition> = ({ topic }, compiling) => {
  const known = compiling.topics === undefined ? undefined : [...compiling.topics, everything]
  checkName(compiling, { kind: 'topic', name: topic, known, path: ['topic'] })
  return compiled({
    words: `is subscribed to ${topic}`,
    evaluate: (view) => lasting(saidOf(topic, view)?.subscribed === true),
    detail: (view) => {
      const said = saidOf(topic, view)
      return said === undefined ? 'never asked' : `said ${said.subscribed ? 'yes' : 'no'} ${instantText(said.at)}`
    },
    reads: { topics: [topic] },
  })
}

function saidOf(topic: string, view: View): TopicState | undefined {
  const { topics } = view.state
  return Object.hasOwn(topics, topic) ? topics[topic] : undefined
}
