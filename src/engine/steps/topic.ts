// topic: record that the subscriber said yes or no to a topic.

import type { TopicStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import type { CompiledStep } from '../program.ts'
import { everyTopic, setTopic } from '../subscriptions.ts'
import { about, decide } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileTopic(step: TopicStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { topic } = step
  const name = 'subscribe' in topic ? topic.subscribe : topic.unsubscribe
  const subscribed = 'subscribe' in topic
  const { channel } = topic
  if (context.names.topics !== undefined && name !== everyTopic && !context.names.topics.has(name)) {
    context.problem({
      code: 'topic.unknown',
      message: mistake('no-topic', { topic: name }),
      fix: mistake('add-to-topics'),
      path: [...context.path, 'topic'],
    })
  }
  const action = `${subscribed ? 'subscribes to' : 'unsubscribes from'} ${name}${channel === undefined || channel === 'email' ? '' : ` by ${channel}`}`
  return plainStep(context, 'topic', condition, (turn, enrollment) => {
    decide(turn, { kind: 'acted', ...about(turn, enrollment), step: context.id, action })
    setTopic(turn, name, { subscribed, channel, reason: `journey ${enrollment.journey}` })
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
}
