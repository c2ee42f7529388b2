// topic: said yes to the topic, and did not say no to everything since.

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
    evaluate: (view) => {
      const said = saidOf(topic, view)
      if (said === undefined || !said.subscribed) return lasting(false)
      const all = saidOf(everything, view)
      return lasting(all === undefined || all.subscribed || all.at < said.at)
    },
    detail: (view) => {
      const said = saidOf(topic, view)
      return said === undefined ? 'never asked' : `said ${said.subscribed ? 'yes' : 'no'} ${instantText(said.at)}`
    },
    reads: { topics: [topic, everything] },
  })
}

function saidOf(topic: string, view: View): TopicState | undefined {
  const { topics } = view.state
  return Object.hasOwn(topics, topic) ? topics[topic] : undefined
}
