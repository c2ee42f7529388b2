// The topic that a message of a step is on: one that the workspace knows.

import { isChannelTopic } from '../../model/channel-names.ts'
import type { StepContext } from './step-context.ts'

/** Reports a topic that is not there, and the name of a channel where a topic belongs. */
export function checkTopic(topic: string | undefined, context: StepContext): void {
  if (topic === undefined) return
  const isChannel = isChannelTopic(topic)
  if (!isChannel && (context.names.topics === undefined || context.names.topics.has(topic))) return
  context.problem({
    code: 'send.topic',
    message: isChannel ? `${topic} is a channel and no topic` : `there is no topic ${topic}`,
    fix: isChannel ? 'name what the message is about' : 'add it to topics in workspace.yaml',
    path: [...context.path, 'topic'],
  })
}
