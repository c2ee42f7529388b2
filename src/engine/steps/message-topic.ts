// The topic that a message of a step is on: one that the workspace knows.

import { isChannelTopic } from '../../model/channel-names.ts'
import { mistake } from '../../model/mistake.ts'
import type { StepContext } from './step-context.ts'

/** Reports a topic that is not there, and the name of a channel where a topic belongs. */
export function checkTopic(topic: string | undefined, context: StepContext): void {
  if (topic === undefined) return
  const isChannel = isChannelTopic(topic)
  if (!isChannel && (context.names.topics === undefined || context.names.topics.has(topic))) return
  context.problem({
    code: 'send.topic',
    message: isChannel ? mistake('topic-is-channel', { topic }) : mistake('no-topic', { topic }),
    fix: isChannel ? mistake('name-the-subject') : mistake('add-to-topics'),
    path: [...context.path, 'topic'],
  })
}
